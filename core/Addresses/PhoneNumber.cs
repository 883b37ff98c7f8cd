using System.Diagnostics.CodeAnalysis;
using Peyk.Core.Text;

namespace Peyk.Core.Addresses;

/// <summary>
/// A telephone number in E.164 form: <c>+</c>, country code, at most 15 digits (ITU-T E.164).
/// </summary>
/// <remarks>
/// <see cref="ToString"/> gives the masked form, so that a number which slips into a log line is not readable there;
/// take <see cref="Value"/> to send.
/// </remarks>
public sealed record PhoneNumber
{
    private const int FewestDigits = 7;
    private const int MostDigits = 15;
    private const int LongestInput = 40;

    private PhoneNumber(string value) => Value = value;

    /// <summary>The number as providers take it, such as <c>+989123456789</c>.</summary>
    public string Value { get; }

    /// <summary>Country code and the last two digits: enough to recognise a number that one knows, too little to call it.</summary>
    public string Masked => string.Concat(Value.AsSpan(0, 3), new string('•', Value.Length - 5), Value.AsSpan(Value.Length - 2));

    /// <summary>True for Iranian mobile numbers (+98 9…).</summary>
    public bool IsIranianMobile => Value.StartsWith("+989", StringComparison.Ordinal);

    /// <summary>
    /// Reads an international number: <c>+98 912 345 6789</c>, <c>0098912…</c>, with Persian or Arabic digits, spaces, dashes,
    /// dots and brackets. A national number (<c>0912…</c>) is refused, because no region is known here.
    /// </summary>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out PhoneNumber? number, [NotNullWhen(false)] out string? reason) =>
        TryParse(text, defaultRegion: null, out number, out reason);

    /// <summary>The same, and with <paramref name="defaultRegion"/> <c>IR</c> also Iranian national numbers such as <c>0912 345 6789</c>.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="defaultRegion">ISO 3166 code of the region whose national form is accepted; only <c>IR</c> is known, others accept none.</param>
    /// <param name="number">The number.</param>
    /// <param name="reason">Why it was refused, without the value.</param>
    public static bool TryParse(
        string? text,
        string? defaultRegion,
        [NotNullWhen(true)] out PhoneNumber? number,
        [NotNullWhen(false)] out string? reason)
    {
        number = null;
        reason = Normalise(text, defaultRegion, out var digits) ?? Check(digits);
        if (reason is not null)
            return false;

        number = new PhoneNumber("+" + digits);
        return true;
    }

    /// <exception cref="FormatException">The text is no number; the message says why and does not repeat it.</exception>
    public static PhoneNumber Parse(string text, string? defaultRegion = null) =>
        TryParse(text, defaultRegion, out var number, out var reason) ? number : throw new FormatException(reason);

    public override string ToString() => Masked;

    private static string? Normalise(string? text, string? defaultRegion, out string digits)
    {
        digits = "";
        if (string.IsNullOrWhiteSpace(text))
            return "A telephone number is needed.";
        if (text.Length > LongestInput)
            return "A telephone number is at most 15 digits long.";

        var trimmed = PersianText.ToLatinDigits(PersianText.RemoveMarks(text)).Trim();
        var international = trimmed.StartsWith('+');
        Span<char> kept = stackalloc char[LongestInput];
        var length = 0;
        foreach (var character in international ? trimmed.AsSpan(1) : trimmed)
        {
            if (char.IsAsciiDigit(character))
                kept[length++] = character;
            else if (!IsSeparator(character))
                return "A telephone number has digits, spaces, dashes and a leading + only.";
        }

        digits = new string(kept[..length]);
        if (international)
            return null;
        if (digits.StartsWith("00", StringComparison.Ordinal))
        {
            digits = digits[2..];
            return null;
        }

        if (string.Equals(defaultRegion, "IR", StringComparison.OrdinalIgnoreCase) && digits.StartsWith('0'))
        {
            digits = "98" + digits[1..];
            return null;
        }

        return "The number needs its country code, as in +98 912 345 6789.";
    }

    private static string? Check(string digits)
    {
        if (digits.Length is < FewestDigits or > MostDigits)
            return "A telephone number with its country code has 7 to 15 digits.";
        if (digits[0] == '0')
            return "No country code begins with 0.";
        if (digits.StartsWith("98", StringComparison.Ordinal) && (digits.Length != 12 || digits[2] == '0'))
            return "An Iranian number has ten digits after +98, the first of them not 0.";
        if (digits[0] == '1' && (digits.Length != 11 || digits[1] is '0' or '1'))
            return "A number in the +1 plan has ten digits after +1, the first of them 2 to 9.";
        return null;
    }

    private static bool IsSeparator(char character) =>
        character is ' ' or '\u00A0' or '\u202F' or '-' or '.' or '(' or ')' or '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2212';
}
