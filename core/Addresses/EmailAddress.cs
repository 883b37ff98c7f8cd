using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Peyk.Core.Addresses;

/// <summary>
/// An e-mail address: the dot-atom form of RFC 5321 with an ASCII local part and a domain name, at most 254 characters.
/// Quoted local parts, comments, display names and address literals are refused. An international domain name is kept in
/// its ASCII (punycode) form.
/// </summary>
/// <remarks>
/// <see cref="ToString"/> gives the masked form, so that an address which slips into a log line is not readable there;
/// take <see cref="Value"/> to send.
/// </remarks>
public sealed record EmailAddress
{
    private const int Longest = 254;
    private const int LongestLocalPart = 64;
    private const int LongestLabel = 63;
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private EmailAddress(string local, string domain)
    {
        Value = $"{local}@{domain}";
        Domain = domain;
    }

    /// <summary>The address to send to: local part as written, domain in lower-case ASCII.</summary>
    public string Value { get; }

    /// <summary>The domain in lower-case ASCII.</summary>
    public string Domain { get; }

    /// <summary>
    /// The key to look an address up by: all lower case. RFC 5321 lets a host tell <c>Ann@</c> from <c>ann@</c>; in practice none
    /// does, and an opt-out must hold however the address was typed.
    /// </summary>
    public string LookupKey => Value.ToLowerInvariant();

    /// <summary>First character and domain.</summary>
    public string Masked => $"{Value[0]}•••@{Domain}";

    public static bool TryParse(
        string? text, [NotNullWhen(true)] out EmailAddress? address, [NotNullWhen(false)] out string? reason)
    {
        address = null;
        reason = Split(text, out var local, out var domain) ?? CheckLocalPart(local) ?? CheckDomain(ref domain);
        if (reason is null && local.Length + 1 + domain.Length > Longest)
            reason = "An e-mail address is at most 254 characters long.";
        if (reason is not null)
            return false;

        address = new EmailAddress(local, domain);
        return true;
    }

    /// <exception cref="FormatException">The text is no address; the message says why and does not repeat it.</exception>
    public static EmailAddress Parse(string text) =>
        TryParse(text, out var address, out var reason) ? address : throw new FormatException(reason);

    public override string ToString() => Masked;

    private static string? Split(string? text, out string local, out string domain)
    {
        local = domain = "";
        if (string.IsNullOrWhiteSpace(text))
            return "An e-mail address is needed.";

        // Only plain spaces around it are forgiven: a line break is an attempt at a second header, never a slip.
        var trimmed = text.Trim(' ');
        if (trimmed.Length > Longest)
            return "An e-mail address is at most 254 characters long.";
        if (trimmed.Any(char.IsControl))
            return "An e-mail address has no line breaks or control characters.";

        var at = trimmed.LastIndexOf('@');
        if (at < 0)
            return "An e-mail address has an @.";
        if (at != trimmed.IndexOf('@', StringComparison.Ordinal))
            return "An e-mail address has one @ only.";

        local = trimmed[..at];
        domain = trimmed[(at + 1)..];
        return null;
    }

    private static string? CheckLocalPart(string local)
    {
        if (local.Length is 0 or > LongestLocalPart)
            return "The part before the @ has 1 to 64 characters.";
        if (local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal))
            return "The part before the @ has no dot at its ends and no two dots together.";
        if (!local.All(character => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-/=?^_`{|}~.".Contains(character, StringComparison.Ordinal)))
            return "The part before the @ has Latin letters, digits and the usual signs only.";
        return null;
    }

    private static string? CheckDomain(ref string domain)
    {
        const string invalid = "The part after the @ is not a domain name.";
        try
        {
            domain = Idn.GetAscii(domain).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return invalid;
        }

        var labels = domain.Split('.');
        if (labels.Length < 2)
            return "The part after the @ needs a dot, as in example.org.";
        if (!labels.All(IsLabel) || labels[^1].All(char.IsAsciiDigit))
            return invalid;
        return null;
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel
        && label[0] != '-' && label[^1] != '-'
        && label.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');
}
