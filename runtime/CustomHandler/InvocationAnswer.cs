using Microsoft.AspNetCore.Http;

namespace Peyk.Runtime.CustomHandler;

/// <summary>
/// What the Functions host must get: a JSON object with its content type. An empty answer to a run that went well would hang until the
/// host's timeout, and any other content would count as a failure.
/// </summary>
internal static class InvocationAnswer
{
    private static readonly byte[] Body = """{"Outputs":{},"Logs":[],"ReturnValue":null}"""u8.ToArray();

    /// <param name="response">Nothing of it has been sent.</param>
    /// <param name="status">200 when the function did its work; any that is not 2xx makes the host count a failure.</param>
    public static async Task WriteAsync(HttpResponse response, int status)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = Body.Length;
        await response.Body.WriteAsync(Body, response.HttpContext.RequestAborted);
    }
}
