using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Peyk.Core.Text;

namespace Peyk.Core.Cases;

/// <summary>
/// What a citizen types to follow a case: either our own code, 12 digits of which the last is a Damm check digit, so that any
/// phone keypad types it; or a client's own code, 8 to 32 letters, digits and dashes.
/// </summary>
/// <remarks>
/// Anything that has exactly 12 digits, apart from dashes, counts as ours and must pass the check. Letters are kept in upper
/// case, so that a code is found however it was typed.
/// </remarks>
public sealed record TrackingCode
{
    private const int GeneratedLength = 12;
    private const int ShortestOwn = 8;
    private const int LongestOwn = 32;
    private const int LongestInput = 100;

    private TrackingCode(string value, bool isGenerated)
    {
        Value = value;
        IsGenerated = isGenerated;
    }

    /// <summary>The code as stored and as it stands in links: 12 digits, or the client's code in upper case.</summary>
    public string Value { get; }

    /// <summary>True for our 12 digits, false for a client's own code.</summary>
    public bool IsGenerated { get; }

    /// <summary>The code as it is read: our digits in groups of four (<c>1234 5678 9012</c>), a client's code as it is.</summary>
    public string Display => IsGenerated ? $"{Value[..4]} {Value[4..8]} {Value[8..]}" : Value;

    /// <summary>A new code of ours; the first digit is never 0, so that no spreadsheet shortens it.</summary>
    /// <param name="below">
    /// Gives an even random number from 0 to its argument, exclusive; in production <c>RandomNumberGenerator.GetInt32</c>,
    /// because codes must not be guessable.
    /// </param>
    public static TrackingCode Generate(Func<int, int> below)
    {
        Span<char> digits = stackalloc char[GeneratedLength];
        digits[0] = (char)('1' + below(9));
        for (var i = 1; i < GeneratedLength - 1; i++)
            digits[i] = (char)('0' + below(10));
        digits[^1] = (char)('0' + Damm.CheckDigit(digits[..^1]));
        return new TrackingCode(new string(digits), isGenerated: true);
    }

    /// <summary>
    /// Reads a code as citizens and clients type it: Persian and Arabic digits, spaces, dashes of every kind and invisible marks
    /// are accepted.
    /// </summary>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out TrackingCode? code, [NotNullWhen(false)] out string? reason)
    {
        code = null;
        reason = null;
        if (string.IsNullOrWhiteSpace(text) || text.Length > LongestInput)
        {
            reason = "A tracking code has 12 digits, or 8 to 32 letters, digits and dashes.";
            return false;
        }

        var value = string.Concat(PersianText.ToLatinDigits(text).Where(IsMeant).Select(Fold));
        var digits = value.Replace("-", "", StringComparison.Ordinal);
        if (digits.Length == GeneratedLength && digits.All(char.IsAsciiDigit))
        {
            if (Damm.IsValid(digits))
                code = new TrackingCode(digits, isGenerated: true);
            else
                reason = "The tracking code has a wrong digit.";
        }
        else if (value.Length is < ShortestOwn or > LongestOwn)
        {
            reason = "A tracking code has 12 digits, or 8 to 32 letters, digits and dashes.";
        }
        else if (!value.All(character => char.IsAsciiLetterOrDigit(character) || character == '-'))
        {
            reason = "A tracking code has Latin letters, digits and dashes only.";
        }
        else if (value[0] == '-' || value[^1] == '-')
        {
            reason = "A tracking code begins and ends with a letter or a digit.";
        }
        else
        {
            code = new TrackingCode(value, isGenerated: false);
        }

        return code is not null;
    }

    /// <exception cref="FormatException">The text is no tracking code.</exception>
    public static TrackingCode Parse(string text) =>
        TryParse(text, out var code, out var reason) ? code : throw new FormatException(reason);

    public override string ToString() => Value;

    private static bool IsMeant(char character) =>
        !char.IsWhiteSpace(character) && char.GetUnicodeCategory(character) != UnicodeCategory.Format;

    private static char Fold(char character) =>
        char.GetUnicodeCategory(character) == UnicodeCategory.DashPunctuation || character is '\u2212' or '\u0640'
            ? '-'
            : char.ToUpperInvariant(character);
}
