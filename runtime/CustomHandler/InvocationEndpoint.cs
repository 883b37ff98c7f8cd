using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Peyk.Runtime.Invocation;

namespace Peyk.Runtime.CustomHandler;

/// <summary>
/// Answers <c>POST /{FunctionName}</c> of the Functions host; everything else goes on to the HTTP functions. It decides by the absence
/// of <see cref="ProxyHeaders"/> and not by a route, so that an HTTP function may have any route, a function's name included.
/// </summary>
internal sealed partial class InvocationEndpoint(InvocationCatalog functions, FunctionRunner runner, ILogger<InvocationEndpoint> logger)
{
    private const string HostInvocationId = "X-Azure-Functions-InvocationId";

    public async Task HandleAsync(HttpContext http, RequestDelegate next)
    {
        if (NameIn(http.Request) is not { } name)
        {
            await next(http);
        }
        else if (functions.TryFind(name, out var function))
        {
            await InvocationAnswer.WriteAsync(http.Response, function is null ? NotProxied(name) : await InvokeAsync(http, function));
        }
        else if (http.GetEndpoint() is null)
        {
            // The path is not logged: what is not a function's name may be anything.
            Log.Unknown(logger);
            await InvocationAnswer.WriteAsync(http.Response, StatusCodes.Status404NotFound);
        }
        else
        {
            await next(http);
        }
    }

    private static string? NameIn(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.Value is ['/', .. { Length: > 0 } name] && !name.Contains('/') && !ProxyHeaders.AreIn(request.Headers)
            ? name
            : null;

    /// <returns>The status of the answer.</returns>
    private async Task<int> InvokeAsync(HttpContext http, InvocableFunction function)
    {
        var name = function.Pipeline.Function.Name;
        Trigger trigger;
        try
        {
            using var invocation = await HostInvocation.ReadAsync(http.Request.Body, http.RequestAborted);
            trigger = function.TriggerOf(invocation) with { InvocationId = IdOf(http.Request) };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter: an escaped half of a surrogate pair, which is no text.
            Log.Unreadable(logger, name);
            return StatusCodes.Status400BadRequest;
        }

        try
        {
            // Not cancelled when the host goes away: what is finished now need not be done again.
            await runner.RunAsync(function.Pipeline, trigger);
            return StatusCodes.Status200OK;
        }
        catch (Exception)
        {
            // The runner has logged it. The host tries a queue message again, and a timer at its next tick.
            return StatusCodes.Status500InternalServerError;
        }
    }

    private static string? IdOf(HttpRequest request) => Guid.TryParse(request.Headers[HostInvocationId], out var id) ? id.ToString() : null;

    private int NotProxied(string name)
    {
        Log.NotProxied(logger, name);
        return StatusCodes.Status500InternalServerError;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The Functions host invoked {Function} with the request as JSON instead of passing the request on. "
            + "It is older than enableProxyingHttpRequest (spring 2025), or host.json is not the published one")]
        public static partial void NotProxied(ILogger logger, string function);

        [LoggerMessage(2, LogLevel.Error, "The Functions host invoked a function that is not in this app: its function.json is of another version")]
        public static partial void Unknown(ILogger logger);

        [LoggerMessage(3, LogLevel.Error, "The Functions host's invocation of {Function} cannot be read")]
        public static partial void Unreadable(ILogger logger, string function);
    }
}
