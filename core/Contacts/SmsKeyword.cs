using System.Collections.Frozen;
using Peyk.Core.Text;

namespace Peyk.Core.Contacts;

/// <summary>What a reply asks for that is a keyword and nothing else.</summary>
public enum SmsKeyword
{
    Stop,
    Start,
    Help,
}

/// <summary>Words that are understood where the provider does not say itself what they ask for.</summary>
public static class SmsKeywords
{
    // Twilio's English defaults (support article "Twilio support for opt-out keywords") but YES, which may well answer a question of
    // ours; and the Persian ones, of which «لغو ۱۱» is the one that Iranians know from all bulk SMS.
    private static readonly FrozenDictionary<string, SmsKeyword> Words = new Dictionary<string, SmsKeyword>
    {
        ["stop"] = SmsKeyword.Stop, ["stopall"] = SmsKeyword.Stop, ["unsubscribe"] = SmsKeyword.Stop, ["cancel"] = SmsKeyword.Stop,
        ["end"] = SmsKeyword.Stop, ["quit"] = SmsKeyword.Stop, ["revoke"] = SmsKeyword.Stop, ["optout"] = SmsKeyword.Stop,
        ["لغو"] = SmsKeyword.Stop, ["لغو11"] = SmsKeyword.Stop, ["انصراف"] = SmsKeyword.Stop, ["توقف"] = SmsKeyword.Stop,
        ["start"] = SmsKeyword.Start, ["unstop"] = SmsKeyword.Start, ["شروع"] = SmsKeyword.Start,
        ["help"] = SmsKeyword.Help, ["info"] = SmsKeyword.Help, ["راهنما"] = SmsKeyword.Help,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The keyword of a message.</summary>
    /// <param name="optOutType">What the provider says it is: STOP, START or HELP; empty when it says nothing. It wins over the text.</param>
    /// <param name="body">The text. A keyword within other words is none.</param>
    public static SmsKeyword? Read(string? optOutType, string? body) => optOutType switch
    {
        "STOP" => SmsKeyword.Stop,
        "START" => SmsKeyword.Start,
        "HELP" => SmsKeyword.Help,
        _ => body is { Length: <= 40 } && Words.TryGetValue(Fold(body), out var keyword) ? keyword : null,
    };

    private static string Fold(string body) => string.Concat(
        PersianText.FoldArabicLetters(PersianText.ToLatinDigits(PersianText.RemoveMarks(body)))
            .Where(character => !char.IsWhiteSpace(character) && character is not ('.' or '!' or '\u200C')))
        .ToLowerInvariant();
}
