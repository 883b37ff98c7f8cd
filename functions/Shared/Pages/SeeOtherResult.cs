namespace Peyk.Functions.Shared.Pages;

/// <summary>
/// The answer to a form: now look there. The framework's redirects are 302, 301, 307 and 308; after a form 303 is the one that means this.
/// </summary>
public sealed class SeeOtherResult(string address) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = address;
        httpContext.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
