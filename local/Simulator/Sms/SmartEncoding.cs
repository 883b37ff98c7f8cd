using System.Text;

namespace Peyk.Local.Simulator.Sms;

/// <summary>Look-alikes that Twilio swaps when <c>SmartEncoded</c> is true; the common ones.</summary>
internal static class SmartEncoding
{
    private static readonly Dictionary<char, string> LookAlikes = new()
    {
        ['‘'] = "'", ['’'] = "'", ['‚'] = ",", ['“'] = "\"", ['”'] = "\"", ['„'] = "\"",
        ['–'] = "-", ['—'] = "-", ['…'] = "...", ['\u00A0'] = " ", ['\u2009'] = " ", ['\u200B'] = "",
    };

    public static string Apply(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var character in text)
            result.Append(LookAlikes.GetValueOrDefault(character) ?? character.ToString());
        return result.ToString();
    }
}
