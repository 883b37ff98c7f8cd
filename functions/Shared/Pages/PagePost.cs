namespace Peyk.Functions.Shared.Pages;

/// <summary>Forms of pages without a login, whose address is the right to use them.</summary>
public static class PagePost
{
    /// <summary>
    /// Whether a form was sent from another site. There are no cookies that a browser could add by itself; this is for the case that a link
    /// became known, so that no other page can use it in somebody's name.
    /// </summary>
    /// <remarks>
    /// Under our <c>Referrer-Policy: no-referrer</c> browsers send <c>Origin: null</c>, also from our own pages; then <c>Sec-Fetch-Site</c>
    /// tells. Those that send neither are older than both.
    /// </remarks>
    public static bool IsForeign(HttpRequest request, string publicUrl)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0 && site is not ("same-origin" or "none"))
            return true;
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && origin != "null"
            && !string.Equals(origin, new Uri(publicUrl).GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase)
            && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
