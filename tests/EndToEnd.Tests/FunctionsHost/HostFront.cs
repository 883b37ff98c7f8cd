using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Peyk.EndToEnd.Tests.FunctionsHost;

/// <summary>The host's public side: the routes of the HTTP functions and no others, passed on with the headers of the host's proxy.</summary>
internal sealed class HostFront : IAsyncDisposable
{
    private static readonly string[] NotCopied = ["Host", "Transfer-Encoding", "Connection"];

    private readonly WebApplication _app;
    private readonly HandlerProcess _handler;

    private HostFront(WebApplication app, HandlerProcess handler)
    {
        _app = app;
        _handler = handler;
    }

    public static async Task<HostFront> StartAsync(PublishedApp published, HandlerProcess handler, Uri url)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(url.ToString());
        builder.Services.AddRouting();
        builder.Logging.ClearProviders();
        var front = new HostFront(builder.Build(), handler);
        front._app.UseRouting();
        foreach (var function in published.Functions.Where(function => function.Type == "httpTrigger"))
        {
            var methods = function.Trigger["methods"]!.AsArray().Select(method => ((string)method!).ToUpperInvariant());
            front._app.MapMethods(function.Text("route"), methods, front.PassOnAsync);
        }

        await front._app.StartAsync();
        return front;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task PassOnAsync(HttpContext http)
    {
        using var request = new HttpRequestMessage(new(http.Request.Method), http.Request.Path.ToUriComponent() + http.Request.QueryString);
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
            request.Content = new StreamContent(http.Request.Body);
        foreach (var (name, value) in http.Request.Headers.Where(header => !NotCopied.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value.ToArray()))
                request.Content?.Headers.TryAddWithoutValidation(name, value.ToArray());
        }

        request.Headers.Add("X-Forwarded-For", $"{http.Connection.RemoteIpAddress}");
        request.Headers.Add("X-Forwarded-Host", $"{http.Request.Host}");
        request.Headers.Add("X-Forwarded-Proto", http.Request.Scheme);
        request.Headers.Add("x-ms-invocation-id", $"{Guid.NewGuid()}");
        request.Headers.Add("X-Azure-Functions-InvocationId", $"{Guid.NewGuid()}");
        request.Headers.Add("X-Azure-Functions-HostVersion", "4.1037.0.0");
        using var answer = await _handler.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
        await CopyAsync(answer, http);
    }

    private static async Task CopyAsync(HttpResponseMessage answer, HttpContext http)
    {
        http.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
        {
            if (!NotCopied.Contains(name, StringComparer.OrdinalIgnoreCase))
                http.Response.Headers[name] = values.ToArray();
        }

        if (!HttpMethods.IsHead(http.Request.Method) && answer.StatusCode != HttpStatusCode.NoContent)
            await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
