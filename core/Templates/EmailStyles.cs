using Peyk.Core.Calendars;

namespace Peyk.Core.Templates;

/// <summary>Inline styles, because several mail clients drop style sheets; the dark colours are in the sheet of <see cref="EmailLayout"/>.</summary>
internal static class EmailStyles
{
    public const string Ink = "#1d2b2d";
    public const string Muted = "#566669";
    public const string Page = "#eef2f1";
    public const string Sheet = "#ffffff";
    public const string Panel = "#f3f7f6";
    public const string Border = "#dfe7e5";
    public const string Accent = "#0b6560";

    public const string Paragraph = "margin:0 0 18px";
    public const string Card = $"margin:0 0 22px;padding:13px 18px;background-color:{Panel};border:1px solid {Border};border-radius:10px";
    public const string Line = $"border:0;border-top:1px solid {Border};margin:24px 0";
    public const string Link = $"color:{Accent};text-decoration:underline";
    public const string ButtonLink =
        "display:inline-block;padding:12px 26px;color:#ffffff;font-weight:600;text-decoration:none;border-radius:8px";

    public const string Score =
        $"display:inline-block;min-width:24px;margin:0 0 8px;padding:10px;text-align:center;color:#ffffff;background-color:{Accent};font-weight:600;text-decoration:none;border-radius:8px";

    public const string Code = "font-size:inherit;white-space:nowrap";
    public const string ButtonStart =
        $"""<table role="presentation" border="0" cellpadding="0" cellspacing="0" style="margin:0 0 22px"><tr><td class="btnbg" style="border-radius:8px;background-color:{Accent}">""";

    public const string ButtonEnd = "</td></tr></table>";

    public static string Heading(int size) =>
        $"margin:0 0 14px;font-size:{size}px;line-height:1.45;font-weight:700;color:{Ink}";

    public static string Label(Language language) =>
        $"padding:{(language.IsRightToLeft ? "3px 0 3px 18px" : "3px 18px 3px 0")};white-space:nowrap;color:{Muted};{CellFont(language)}";

    public static string Fact(Language language) => $"padding:3px 0;color:{Ink};{CellFont(language)}";

    public static string List(bool ordered, Language language)
    {
        var side = language.IsRightToLeft ? "0 24px 0 0" : "0 0 0 24px";
        var digits = language.Digits switch
        {
            DigitSet.Latin => "decimal",
            DigitSet.Persian => "persian",
            DigitSet.Arabic => "arabic-indic",
        };
        return $"margin:0 0 18px;padding:{side}" + (ordered ? $";list-style-type:{digits}" : "");
    }

    // Outlook on Windows does not hand fonts down into cells.
    private static string CellFont(Language language) => $"font-family:{HtmlText.Encode(language.Fonts)};font-size:16px";
}
