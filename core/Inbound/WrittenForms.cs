using System.Globalization;
using System.Text;
using Peyk.Core.Text;

namespace Peyk.Core.Inbound;

/// <summary>
/// Folds the many ways of writing one letter or digit into one, as NFKC would: the app runs without ICU, where
/// <see cref="string.Normalize(NormalizationForm)"/> changes nothing. Signs that show nothing are left out.
/// </summary>
internal static class WrittenForms
{
    /// <summary>A slash between Persian or Arabic digits, where it is mostly the decimal sign: “۳/۵” is three and a half.</summary>
    public const char EasternSlash = '\u2044';

    private const char Tatweel = '\u0640';
    private const int KeycapTen = 0x1F51F;
    private const int FullWidthOffset = 0xFEE0;
    private const int FirstLamAlef = 0xFEF5;
    private const int LastLamAlef = 0xFEFC;
    private const char FirstShape = '\uFE80';

    // U+FE80 to U+FEF4: the shapes of Arabic letters, which old phones and gateways send in place of the letters.
    private const string Shapes =
        "ءآآأأؤؤإإئئئئااببببةةتتتتثثثثججججححححخخخخددذذررززسسسسششششصصصصضضضضططططظظظظععععغغغغففففققققككككللللممممننننههههووىىيييي";

    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var rune = Rune.GetRuneAt(text, i);
            if (rune.Value == '/' && IsEasternDigit(text, i - 1) && IsEasternDigit(text, i + 1))
                folded.Append(EasternSlash);
            else if (!IsInvisible(rune))
                Append(folded, rune);
            i += rune.Utf16SequenceLength;
        }

        return PersianText.FoldArabicLetters(folded.ToString()).ToLowerInvariant();
    }

    private static void Append(StringBuilder folded, Rune rune)
    {
        if (rune.Value == KeycapTen)
            folded.Append("10");
        else if (Rune.IsNumber(rune) && Rune.GetNumericValue(rune) is >= 0 and <= 20 and var value && value == Math.Floor(value))
            folded.Append(CultureInfo.InvariantCulture, $"{value}");
        else if (rune.Value is >= FirstLamAlef and <= LastLamAlef)
            folded.Append("لا");
        else if (rune.IsBmp)
            folded.Append(Letter((char)rune.Value));
        else
            folded.Append(rune);
    }

    private static char Letter(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(c - FullWidthOffset),
        >= FirstShape and <= '\uFEF4' => Letter(Shapes[c - FirstShape]),
        >= '\uFB56' and <= '\uFB59' => 'پ',
        >= '\uFB7A' and <= '\uFB7D' => 'چ',
        '\uFB8A' or '\uFB8B' => 'ژ',
        >= '\uFB8E' and <= '\uFB91' => 'ک',
        >= '\uFB92' and <= '\uFB95' => 'گ',
        >= '\uFBFC' and <= '\uFBFF' => 'ی',
        // Written with or without its sign (اغاز, آغاز), and the heh of other keyboards (سة, سہ).
        'آ' or 'أ' or 'إ' or 'ٱ' => 'ا',
        'ة' or 'ۀ' or 'ہ' or 'ھ' or 'ە' or 'ۃ' => 'ه',
        _ => c,
    };

    private static bool IsInvisible(Rune rune) => rune.Value == Tatweel || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Control
        && !Rune.IsWhiteSpace(rune);

    private static bool IsEasternDigit(string text, int i) => i >= 0 && i < text.Length && char.IsDigit(text[i]) && !char.IsAscii(text[i]);
}
