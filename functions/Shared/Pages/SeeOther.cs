namespace Peyk.Functions.Shared.Pages;

/// <summary>303 after a form: what follows is read, so that a reload posts nothing again. The framework's redirects are 301, 302, 307 and 308.</summary>
public sealed class SeeOther(string location) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = location;
        httpContext.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
