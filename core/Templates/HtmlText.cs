using System.Text;

namespace Peyk.Core.Templates;

internal static class HtmlText
{
    /// <summary>For content and for attributes in double or single quotes; everything but the five signs is left as it is.</summary>
    public static string Encode(string text)
    {
        if (text.AsSpan().IndexOfAny("&<>\"'") < 0)
            return text;

        var result = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            result.Append(character switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ => null,
            } ?? character.ToString());
        }

        return result.ToString();
    }
}
