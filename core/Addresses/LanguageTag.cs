using System.Diagnostics.CodeAnalysis;

namespace Peyk.Core.Addresses;

/// <summary>
/// A language tag of BCP 47 (RFC 5646): language, optional script, optional region, in the case the RFC recommends
/// (<c>fa</c>, <c>en-GB</c>, <c>ku-Arab-IQ</c>). Variants, extensions and private use are refused.
/// </summary>
public sealed record LanguageTag
{
    private LanguageTag(string value) => Value = value;

    public string Value { get; }

    /// <summary>The language alone: <c>en</c> of <c>en-GB</c>.</summary>
    public string Primary => Value.Split('-')[0];

    public static bool TryParse(
        string? text, [NotNullWhen(true)] out LanguageTag? tag, [NotNullWhen(false)] out string? reason)
    {
        tag = null;
        reason = null;
        var parts = (text ?? "").Split('-');
        var next = 1;
        if (parts[0].Length is < 2 or > 3 || !IsLetters(parts[0]))
        {
            reason = "A language tag begins with a language of two or three letters, as in fa or en-GB.";
            return false;
        }

        parts[0] = parts[0].ToLowerInvariant();
        if (next < parts.Length && parts[next].Length == 4 && IsLetters(parts[next]))
        {
            parts[next] = char.ToUpperInvariant(parts[next][0]) + parts[next][1..].ToLowerInvariant();
            next++;
        }

        if (next < parts.Length && IsRegion(parts[next]))
        {
            parts[next] = parts[next].ToUpperInvariant();
            next++;
        }

        if (next < parts.Length)
        {
            reason = "A language tag has a language, a script and a region only, as in fa, en-GB or ku-Arab-IQ.";
            return false;
        }

        tag = new LanguageTag(string.Join('-', parts));
        return true;
    }

    /// <exception cref="FormatException">The text is no language tag.</exception>
    public static LanguageTag Parse(string text) =>
        TryParse(text, out var tag, out var reason) ? tag : throw new FormatException(reason);

    public override string ToString() => Value;

    private static bool IsLetters(string part) => part.All(char.IsAsciiLetter);

    private static bool IsRegion(string part) =>
        (part.Length == 2 && IsLetters(part)) || (part.Length == 3 && part.All(char.IsAsciiDigit));
}
