using System.Diagnostics.CodeAnalysis;
using Peyk.Core.Text;

namespace Peyk.Core.Addresses;

/// <summary>
/// The name a person is addressed by: 1 to 100 characters, no line breaks, control characters or marks that turn the
/// direction of text. The zero-width non-joiner is kept; runs of spaces become one.
/// </summary>
/// <remarks><see cref="ToString"/> does not give the name, so that it cannot slip into a log line; take <see cref="Value"/>.</remarks>
public sealed record PersonName
{
    /// <summary>Longest name, in UTF-16 units.</summary>
    public const int Longest = 100;

    private PersonName(string value) => Value = value;

    public string Value { get; }

    /// <summary>
    /// The name as SendGrid takes it in an address: it refuses <c>;</c> and <c>,</c> there, and quotes or angle brackets invite
    /// a header to be misread.
    /// </summary>
    public string ForEmailHeader => CollapseSpaces(string.Create(Value.Length, Value, static (result, value) =>
    {
        for (var i = 0; i < value.Length; i++)
            result[i] = value[i] is ';' or ',' or '<' or '>' or '"' or '\\' ? ' ' : value[i];
    }));

    public static bool TryParse(
        string? text, [NotNullWhen(true)] out PersonName? name, [NotNullWhen(false)] out string? reason)
    {
        name = null;
        reason = null;
        var value = CollapseSpaces(text ?? "");
        if (value.Length == 0 || value.All(character => PersianText.IsMark(character) || character is '\u200C' or ' '))
            reason = "A name is needed.";
        else if (value.Length > Longest)
            reason = "A name is at most 100 characters long.";
        else if (value.Any(character => char.IsControl(character) || character is '\u2028' or '\u2029'))
            reason = "A name has no line breaks or control characters.";
        else if (value.Any(PersianText.IsMark))
            reason = "A name has no marks that change the direction of text.";
        else if (!UnicodeText.IsWellFormed(value))
            reason = "A name is well-formed Unicode.";
        if (reason is not null)
            return false;

        name = new PersonName(value);
        return true;
    }

    /// <exception cref="FormatException">The text is no name; the message says why and does not repeat it.</exception>
    public static PersonName Parse(string text) =>
        TryParse(text, out var name, out var reason) ? name : throw new FormatException(reason);

    public override string ToString() => "•••";

    // Only spaces: a line break is refused, not repaired.
    private static string CollapseSpaces(string text) =>
        string.Join(' ', text.Split([' ', '\u00A0'], StringSplitOptions.RemoveEmptyEntries));
}
