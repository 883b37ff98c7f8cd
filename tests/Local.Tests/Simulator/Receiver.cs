using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Peyk.Local.Tests.Simulator;

/// <summary>A webhook that came in, as raw as it was.</summary>
public sealed record Received(string Path, string Url, byte[] Body, Dictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Form fields in the order of the body.</summary>
    public Dictionary<string, string> Form => Text.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => WebUtility.UrlDecode(pair[0]), pair => WebUtility.UrlDecode(pair[1]));
}

/// <summary>Stands in for the app's webhooks: keeps what comes and answers as told.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(ReceiveAsync);
    }

    public ConcurrentQueue<Received> All { get; } = new();

    /// <summary>Answer to the n-th webhook, counted from 0.</summary>
    public Func<int, (int Status, string Body)> Answers { get; set; } = _ => (200, "");

    public string Url { get; private set; } = "";

    public static async Task<Receiver> StartAsync()
    {
        var receiver = new Receiver();
        await receiver._app.StartAsync();
        receiver.Url = receiver._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        (int Status, string Body) answer;
        lock (All)
        {
            answer = Answers(All.Count);
            All.Enqueue(new(http.Request.Path, Url + http.Request.Path + http.Request.QueryString, body.ToArray(),
                http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        }
        http.Response.StatusCode = answer.Status;
        if (answer.Body.Length > 0)
            http.Response.ContentType = "text/xml";
        await http.Response.WriteAsync(answer.Body);
    }
}
