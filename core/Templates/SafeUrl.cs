using System.Diagnostics.CodeAnalysis;

namespace Peyk.Core.Templates;

/// <summary>URLs that may stand in a message: absolute, of a known scheme, without a user name that poses as the host.</summary>
internal static class SafeUrl
{
    private const int Longest = 2000;
    private static readonly string[] Schemes = ["https", "http", "mailto", "tel"];

    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out string? url,
        [NotNullWhen(false)] out string? code)
    {
        url = null;
        code = null;
        if (text.Length is 0 or > Longest
            || text.Any(character => char.IsControl(character) || char.IsWhiteSpace(character) || character is '<' or '>' or '"' or '\\')
            || !Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            code = TemplateDataCodes.InvalidUrl;
            return false;
        }

        if (!HasAllowedScheme(text))
            code = TemplateDataCodes.UrlScheme;
        else if (uri.Scheme is "https" or "http" && (uri.UserInfo.Length > 0 || uri.Host.Length == 0))
            code = TemplateDataCodes.InvalidUrl;
        else
            url = uri.AbsoluteUri;
        return url is not null;
    }

    public static bool HasAllowedScheme(string text) =>
        Schemes.Any(scheme => text.StartsWith(scheme + ":", StringComparison.OrdinalIgnoreCase));
}
