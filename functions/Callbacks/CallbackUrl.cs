using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Peyk.Functions.Callbacks;

/// <summary>
/// Where a client's callbacks go. https, port 443 or one from 1024 up, no user name, no fragment; in Development also http and any port on
/// this machine. Its query may hold the receiver's own secret, so that <see cref="ToString"/> leaves it out.
/// </summary>
public sealed class CallbackUrl
{
    /// <summary>Longest address, in characters.</summary>
    public const int Longest = 2_000;

    private const int HttpsPort = 443;
    private const int FirstFreePort = 1024;

    private CallbackUrl(Uri uri) => Uri = uri;

    public Uri Uri { get; }

    /// <param name="reason">What is wrong with it; never repeats it.</param>
    public static bool TryParse(
        string? text, CallbackNetwork network, [NotNullWhen(true)] out CallbackUrl? url, [NotNullWhen(false)] out string? reason)
    {
        url = null;
        if (text is not { Length: > 0 and <= Longest } || !Uri.TryCreate(text, UriKind.Absolute, out var uri))
            reason = $"The callback address must be an absolute URL of at most {Longest} characters.";
        else if (ReasonAgainst(uri, network) is { } against)
            reason = against;
        else
            (url, reason) = (new(uri), null);
        return url is not null;
    }

    /// <summary>Scheme, host, port and path: what may be shown.</summary>
    public override string ToString() => Uri.GetLeftPart(UriPartial.Path);

    private static string? ReasonAgainst(Uri uri, CallbackNetwork network)
    {
        var isHere = network.IsDevelopment && uri.IsLoopback;
        if (uri.Scheme != Uri.UriSchemeHttps && !(isHere && uri.Scheme == Uri.UriSchemeHttp))
            return "The callback address must begin with https://.";
        if (uri.UserInfo.Length > 0)
            return "The callback address must not hold a user name or password.";
        if (uri.Fragment.Length > 0)
            return "The callback address must not have a fragment.";
        if (!isHere && uri.Port is not HttpsPort and < FirstFreePort)
            return $"The port of the callback address must be {HttpsPort}, or {FirstFreePort} or higher.";
        if (uri.IsLoopback && !isHere)
            return "The callback address must be public.";
        return IPAddress.TryParse(uri.DnsSafeHost, out var address) && !network.Allows(address) ? "The callback address must be public." : null;
    }
}
