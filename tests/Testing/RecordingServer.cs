using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Peyk.Testing;

/// <summary>A web server inside the test: keeps each request as it came over the wire and answers as it is told.</summary>
public sealed class RecordingServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<RecordedRequest> requests = new();

    private RecordingServer(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    public IReadOnlyList<RecordedRequest> Requests => [.. requests];

    public static async Task<RecordingServer> StartAsync(Func<RecordedRequest, CannedAnswer> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = new RecordingServer(builder.Build());
        server.app.Run(context => server.HandleAsync(context, answer));
        await server.app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task HandleAsync(HttpContext context, Func<RecordedRequest, CannedAnswer> answer)
    {
        using var body = new StreamReader(context.Request.Body, Encoding.UTF8);
        var request = new RecordedRequest(
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await body.ReadToEndAsync(context.RequestAborted));
        requests.Enqueue(request);

        var canned = answer(request);
        if (canned.Failure == AnswerFailure.Reset)
        {
            context.Abort();
            return;
        }

        if (canned.Failure == AnswerFailure.Silence)
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        context.Response.StatusCode = (int)canned.Status;
        context.Response.ContentType = canned.ContentType;
        foreach (var (name, value) in canned.Headers)
            context.Response.Headers[name] = value;
        await context.Response.WriteAsync(canned.Body, context.RequestAborted);
    }
}

/// <param name="Method">As GET.</param>
/// <param name="Target">Path and query as they came, nothing decoded.</param>
/// <param name="Headers">Names in any case.</param>
/// <param name="Body">Read as UTF-8.</param>
public sealed record RecordedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>What a <see cref="RecordingServer"/> does with a request that it has recorded.</summary>
public sealed record CannedAnswer(HttpStatusCode Status, string Body = "", string ContentType = "application/json")
{
    /// <summary>Takes the request and drops the connection.</summary>
    public static CannedAnswer Reset { get; } = new(HttpStatusCode.OK) { Failure = AnswerFailure.Reset };

    /// <summary>Takes the request and says nothing until the client has gone.</summary>
    public static CannedAnswer Silence { get; } = new(HttpStatusCode.OK) { Failure = AnswerFailure.Silence };

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    internal AnswerFailure Failure { get; private init; }
}

internal enum AnswerFailure
{
    None,
    Reset,
    Silence,
}
