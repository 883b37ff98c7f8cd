using System.Text;

namespace Peyk.Core.Text;

/// <summary>Letters, digits and direction marks of Persian text. The zero-width non-joiner (U+200C) is never touched.</summary>
public static class PersianText
{
    private const char LeftToRightMark = '\u200E';
    private const char LeftToRightIsolate = '\u2066';
    private const char FirstStrongIsolate = '\u2068';
    private const char PopIsolate = '\u2069';
    private const char PersianZero = '\u06F0';
    private const char ArabicZero = '\u0660';

    /// <summary>Arabic yeh, alef maksura and kaf become the Persian letters that Persian keyboards and searches use.</summary>
    public static string FoldArabicLetters(string text) => Map(text, static character => character switch
    {
        '\u064A' or '\u0649' => '\u06CC',
        '\u0643' => '\u06A9',
        _ => character,
    });

    /// <summary>Persian (۰–۹) and Arabic (٠–٩) digits become 0–9.</summary>
    public static string ToLatinDigits(string text) => Map(text, static character => character switch
    {
        >= PersianZero and <= '\u06F9' => (char)('0' + (character - PersianZero)),
        >= ArabicZero and <= '\u0669' => (char)('0' + (character - ArabicZero)),
        _ => character,
    });

    /// <summary>0–9 and Arabic digits become ۰–۹.</summary>
    public static string ToPersianDigits(string text) => Map(text, static character => character switch
    {
        >= '0' and <= '9' => (char)(PersianZero + (character - '0')),
        >= ArabicZero and <= '\u0669' => (char)(PersianZero + (character - ArabicZero)),
        _ => character,
    });

    /// <summary>0–9 and Persian digits become ٠–٩.</summary>
    public static string ToArabicDigits(string text) => Map(text, static character => character switch
    {
        >= '0' and <= '9' => (char)(ArabicZero + (character - '0')),
        >= PersianZero and <= '\u06F9' => (char)(ArabicZero + (character - PersianZero)),
        _ => character,
    });

    /// <summary>True for the invisible marks, embeddings, overrides and isolates that steer direction, and for U+FEFF and U+200B.</summary>
    public static bool IsMark(char character) => character
        is '\u200E' or '\u200F' or '\u061C' or '\u200B' or '\uFEFF'
        or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>The text without those marks: what is left of a number or code that was copied from a message.</summary>
    public static string RemoveMarks(string text) =>
        text.Any(IsMark) ? string.Concat(text.Where(character => !IsMark(character))) : text;

    /// <summary>
    /// Sets a code, number or address that reads from left to right into right-to-left text (UAX #9 isolates), so that its
    /// groups keep their order. For places that show isolates: e-mail text and pages.
    /// </summary>
    public static string IsolateLeftToRight(string text) => $"{LeftToRightIsolate}{text}{PopIsolate}";

    /// <summary>
    /// The same with U+200E on both sides, which old phones know too; one run of letters or digits needs none and stays as it is.
    /// </summary>
    public static string MarkLeftToRight(string text) =>
        text.All(char.IsAsciiDigit) || text.All(char.IsAsciiLetter) ? text : $"{LeftToRightMark}{text}{LeftToRightMark}";

    /// <summary>Sets a value of unknown direction apart from the text around it, when it has letters of the other direction.</summary>
    public static string Isolate(string text, bool rightToLeft) =>
        HasStrong(text, rightToLeft: !rightToLeft) ? $"{FirstStrongIsolate}{text}{PopIsolate}" : text;

    /// <summary>True when the text has a letter of that direction.</summary>
    public static bool HasStrong(string text, bool rightToLeft)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetter(rune) && IsRightToLeft(rune.Value) == rightToLeft)
                return true;
        }

        return false;
    }

    // The blocks of Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms, and the right-to-left plane ranges.
    private static bool IsRightToLeft(int value) => value
        is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF)
        or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);

    private static string Map(string text, Func<char, char> map)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (map(text[i]) != text[i])
            {
                return string.Create(text.Length, (text, map), static (result, state) =>
                {
                    for (var j = 0; j < result.Length; j++)
                        result[j] = state.map(state.text[j]);
                });
            }
        }

        return text;
    }
}
