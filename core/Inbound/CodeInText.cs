using System.Text.RegularExpressions;
using Peyk.Core.Cases;
using Peyk.Core.Text;

namespace Peyk.Core.Inbound;

/// <summary>A tracking code that a citizen texted.</summary>
/// <param name="Code">Null for what was meant as one of ours and has a wrong digit.</param>
/// <param name="IsWhole">Nothing else is in the text: whatever the code turns out to be, it was meant as one.</param>
public sealed partial record CodeInText(TrackingCode? Code, bool IsWhole)
{
    private const int GeneratedLength = 12;

    /// <summary>Fewer digits do not make a code out of a word: “thank-you2” is none.</summary>
    private const int FewestDigits = 3;

    /// <summary>
    /// Finds the code: our 12 digits in any script, alone or among words, or a client's own code that stands alone. Null when there
    /// is none. A telephone number is no code.
    /// </summary>
    public static CodeInText? Find(InboundText text)
    {
        var line = PersianText.ToLatinDigits(text.Original);
        if (TrackingCode.TryParse(line, out var code, out _) && (code.IsGenerated || IsOwn(line)))
            return new(code, IsWhole: true);

        if (line.Count(char.IsAsciiDigit) == GeneratedLength && !line.Any(char.IsLetter) && !line.Contains('+'))
            return new(null, IsWhole: true);
        var runs = Twelve().Matches(line);
        return runs is [{ } run] && TrackingCode.TryParse(run.Value, out var found, out _) ? new(found, IsWhole: false) : null;
    }

    /// <summary>A client's own code is one word with digits; a number that begins with 0 or + is a telephone's.</summary>
    private static bool IsOwn(string line) =>
        !line.Any(char.IsWhiteSpace) && line.Count(char.IsAsciiDigit) >= FewestDigits && line[0] is not ('0' or '+');

    [GeneratedRegex(@"(?<![0-9+])[0-9](?:[ \-‐‑–]?[0-9]){11}(?![0-9])")]
    private static partial Regex Twelve();
}
