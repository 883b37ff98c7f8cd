using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Peyk.Functions.Shared.Pages;

/// <summary>
/// Sends a page: never indexed, framed or kept for others. A browser may keep it but asks every time whether it still holds, because
/// the link in a message must show what the message tells.
/// </summary>
/// <param name="publicFor">How long anybody may keep it without asking; for pages that are the same for all. Null: as said.</param>
public sealed class PageResult(Document document, int status = StatusCodes.Status200OK, TimeSpan? retryAfter = null, TimeSpan? publicFor = null) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = Encoding.UTF8.GetBytes(document.Html);
        var response = httpContext.Response;
        Protect(response.Headers, document.SecurityPolicy);
        if (publicFor is { } period)
            response.Headers.CacheControl = $"public, max-age={(int)period.TotalSeconds}";
        if (retryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString();
        if (status == StatusCodes.Status200OK)
        {
            var tag = new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(SHA256.HashData(body).AsSpan(0, 15))}\"");
            response.Headers.ETag = tag.ToString();
            if (httpContext.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(httpContext.Request.Method))
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    private static void Protect(IHeaderDictionary headers, string policy)
    {
        headers.ContentSecurityPolicy = policy;
        headers.CacheControl = "private, no-cache";
        headers.Vary = HeaderNames.AcceptLanguage;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }
}
