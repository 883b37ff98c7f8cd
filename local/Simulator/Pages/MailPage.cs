using System.Text.RegularExpressions;
using Peyk.Local.Simulator.State;

namespace Peyk.Local.Simulator.Pages;

/// <summary>The HTML of a mail for the inbox's frame: no scripts, nothing from elsewhere, links open in a window of their own.</summary>
internal static partial class MailPage
{
    private const string Policy = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
        + "img-src data:; font-src 'self'; frame-ancestors 'self'";

    /// <summary>A mail that names Vazirmatn is shown as on a device that has it.</summary>
    private const string Head =
        """<base target="_blank"><style>@font-face{font-family:Vazirmatn;src:url(/fonts/Vazirmatn.woff2) format("woff2");font-weight:100 900}</style>""";

    public static IResult Show(MailStore mails, string id, HttpContext http)
    {
        if (mails.Find(id)?.Snapshot().Html is not { } html)
            return Results.NotFound();
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.CacheControl = "no-store";
        var start = Opening().Match(html);
        return Results.Content(start.Success ? html.Insert(start.Index + start.Length, Head) : Head + html, "text/html; charset=utf-8");
    }

    [GeneratedRegex("<head[^>]*>", RegexOptions.IgnoreCase, 200)]
    private static partial Regex Opening();
}
