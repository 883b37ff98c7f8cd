using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Peyk.Runtime.Invocation;

namespace Peyk.Runtime.Http;

/// <summary>Serves requests with a function.</summary>
internal sealed class HttpFunctionHandler(HttpTriggerBinding binding, FunctionPipeline pipeline, FunctionRunner runner)
{
    private static readonly ActionDescriptor NoAction = new();

    public async Task HandleAsync(HttpContext http)
    {
        if (!TryParse(http.Request.RouteValues))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        try
        {
            // ASP.NET Core begins an activity of its own only if somebody listens to that.
            var traceParent = Activity.Current is null ? http.Request.Headers.TraceParent.ToString() : null;
            var trigger = new Trigger(http, () => http.Request.RouteValues, ActivityKind.Server, traceParent);
            await runner.RunAsync(pipeline, trigger, http.RequestServices, invocation => WriteAsync(http, invocation.Result), http.RequestAborted);
        }
        catch (BadHttpRequestException e)
        {
            Fail(http, e.StatusCode);
        }
        catch (TimeoutException)
        {
            Fail(http, StatusCodes.Status504GatewayTimeout);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            Fail(http, StatusCodes.Status503ServiceUnavailable);
        }
        catch (Exception)
        {
            // The runner has logged it. After an abort by the client nobody reads the answer.
            Fail(http, StatusCodes.Status500InternalServerError);
        }
    }

    /// <summary>A route value that is not of its parameter's type names nothing: there is no such resource.</summary>
    private bool TryParse(RouteValueDictionary values)
    {
        foreach (var (name, parse) in binding.RouteValues)
        {
            if (values[name] is not string text)
                continue;
            if (parse(text) is not { } value)
                return false;
            values[name] = value;
        }

        return true;
    }

    private static Task WriteAsync(HttpContext http, object? result) => result switch
    {
        IResult answer => answer.ExecuteAsync(http),
        IActionResult answer => answer.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), NoAction)),
        _ => Task.CompletedTask,
    };

    private static void Fail(HttpContext http, int status)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = status;
    }
}
