using System.Buffers;

namespace Peyk.Core.Text;

/// <summary>The 7-bit default alphabet of SMS and its extension table (3GPP TS 23.038, 6.2.1).</summary>
internal static class Gsm7Alphabet
{
    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private const string Extension = "\f^{}\\[~]|€";

    private static readonly SearchValues<char> All = SearchValues.Create(Basic + Extension);
    private static readonly SearchValues<char> Extended = SearchValues.Create(Extension);

    public static bool Covers(string text) => text.AsSpan().IndexOfAnyExcept(All) < 0;

    public static int Units(string text, SmsEncoding encoding)
    {
        var units = text.Length;
        for (var i = 0; encoding == SmsEncoding.Gsm7 && i < text.Length; i++)
            units += Extended.Contains(text[i]) ? 1 : 0;
        return units;
    }

    public static int Units(char character, SmsEncoding encoding) =>
        encoding == SmsEncoding.Gsm7 && Extended.Contains(character) ? 2 : 1;
}
