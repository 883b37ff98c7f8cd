using System.Collections.Frozen;

namespace Peyk.Local.Simulator.Sms;

/// <summary>How a text travels: GSM 7-bit (GSM 03.38) or UTF-16, and in how many parts.</summary>
internal readonly record struct SmsSize(int Segments, bool Gsm7)
{
    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private static readonly FrozenSet<char> BasicSet = Basic.ToFrozenSet();
    private static readonly FrozenSet<char> ExtensionSet = "\f^{}\\[~]|€".ToFrozenSet();

    public string Encoding => Gsm7 ? "GSM-7" : "UCS-2";

    public static SmsSize Of(string text)
    {
        var widths = new int[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            if (BasicSet.Contains(text[i]))
                widths[i] = 1;
            else if (ExtensionSet.Contains(text[i]))
                widths[i] = 2;
            else
                return Utf16(text);
        }
        return new(Parts(widths, single: 160, part: 153), Gsm7: true);
    }

    private static SmsSize Utf16(string text)
    {
        List<int> widths = [];
        for (var i = 0; i < text.Length; i++)
        {
            var pair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            widths.Add(pair ? 2 : 1);
            i += pair ? 1 : 0;
        }
        return new(Parts(widths, single: 70, part: 67), Gsm7: false);
    }

    /// <summary>What takes two places never straddles two parts.</summary>
    private static int Parts(IReadOnlyList<int> widths, int single, int part)
    {
        if (widths.Sum() <= single)
            return 1;
        var parts = 1;
        var used = 0;
        foreach (var width in widths)
        {
            if (used + width > part)
            {
                parts++;
                used = 0;
            }
            used += width;
        }
        return parts;
    }
}
