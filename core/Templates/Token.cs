using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Peyk.Core.Calendars;

namespace Peyk.Core.Templates;

/// <summary>
/// Stands for a value while Handlebars and Markdown work on the template: letters and digits only, so that neither finds anything
/// to interpret in it, and no value is ever seen by them.
/// </summary>
/// <param name="Field">Index of the field.</param>
/// <param name="Style">How a date is written.</param>
/// <param name="Item">Index in a list.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly partial record struct Token(int Field, DateStyle Style, int Item)
{
    /// <summary>No template may contain it.</summary>
    public const string Prefix = "PEYKVALUE";

    private const string Styles = "slf";

    public static string For(int field, int item = 0) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{field:000}l{item:00}Z");

    public static string WithStyle(string token, DateStyle style) =>
        token.Length == 0 ? token : Pattern().Replace(token, match => $"{Prefix}{match.Groups[1]}{Styles[(int)style]}{match.Groups[3]}Z");

    /// <summary>The text before, between and after the tokens of <paramref name="text"/>.</summary>
    public static IEnumerable<(string Before, int BeforeEnd, Token? Token)> Split(string text)
    {
        var start = 0;
        foreach (Match match in Pattern().Matches(text))
        {
            yield return (text[start..match.Index], match.Index, new Token(
                int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
                (DateStyle)Styles.IndexOf(match.Groups[2].Value, StringComparison.Ordinal),
                int.Parse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture)));
            start = match.Index + match.Length;
        }

        yield return (text[start..], text.Length, null);
    }

    [GeneratedRegex(Prefix + "([0-9]{3})([slf])([0-9]{2})Z")]
    private static partial Regex Pattern();
}
