using System.Text;
using Peyk.Core.Calendars;
using Peyk.Core.Cases;

namespace Peyk.Core.Templates;

/// <summary>What the layout adds around the body, as plain text in the language of the message.</summary>
/// <param name="Head">Who sends, and about what.</param>
/// <param name="Why">Why it came.</param>
/// <param name="FootLinks">Links of the foot with their words.</param>
internal sealed record EmailFrame(
    Language Language,
    CaseTone Tone,
    string Head,
    string Greeting,
    string? Opening,
    string? Help,
    string Why,
    IReadOnlyList<(string Label, string Url)> FootLinks)
{
    /// <summary>What the foot has after its links, as it is written in HTML or in text.</summary>
    public string Tail { get; init; } = "";

    /// <summary>Its scores stand below the body; null when nothing is asked.</summary>
    public SurveyFacts? Survey { get; init; }
}

/// <summary>The one layout of all e-mails: a sheet of at most 600 px, either direction, light and dark.</summary>
internal static class EmailLayout
{
    // Clients that know no style sheets show the light colours; those that invert colours by themselves are told not to.
    private const string Sheet = """
        :root{color-scheme:light dark;supported-color-schemes:light dark}
        body{margin:0;padding:0;-webkit-text-size-adjust:100%;text-size-adjust:100%}
        table{border-collapse:separate}
        @media (max-width:480px){.pad{padding-left:20px!important;padding-right:20px!important}.outer{padding:0!important}.sheet{border-radius:0!important;border-left:0!important;border-right:0!important}}
        @media (prefers-color-scheme:dark){
        .page{background-color:#0e1516!important}
        .sheet{background-color:#182224!important;border-left-color:#2a383a!important;border-right-color:#2a383a!important;border-bottom-color:#2a383a!important}
        .ink,.body{color:#e7efee!important}
        .muted{color:#a3b4b4!important}
        .card{background-color:#203032!important;border-color:#2f4143!important}
        .line,.foot{border-color:#2f4143!important}
        .link{color:#7ddbd2!important}
        .btnbg{background-color:#7ddbd2!important}
        .btn{color:#06302d!important}
        .lead-success{background-color:#17352a!important;border-color:#2f6b4f!important;color:#c9f2dc!important}
        .lead-setback{background-color:#3a2e18!important;border-color:#7a6130!important;color:#f7e3b8!important}
        }
        """;

    public static string Html(EmailFrame frame, string subject, string preheader, Action<StringBuilder> writeBody)
    {
        var language = frame.Language;
        var fonts = HtmlText.Encode(language.Fonts);
        var height = language.IsRightToLeft ? "1.9" : "1.6";
        var output = new StringBuilder(8192);
        output.Append($"""
            <!DOCTYPE html>
            <html lang="{language.Tag}" dir="{language.Direction}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="supported-color-schemes" content="light dark">
            <meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
            <meta name="x-apple-disable-message-reformatting">
            <title>{HtmlText.Encode(subject)}</title>
            <style>
            {Sheet}
            </style>
            </head>
            <body class="page" style="margin:0;padding:0;background-color:{EmailStyles.Page}">
            <div style="display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;mso-hide:all">{HtmlText.Encode(preheader)}{Filler}</div>
            <table role="presentation" width="100%" border="0" cellpadding="0" cellspacing="0" class="page" dir="{language.Direction}" style="background-color:{EmailStyles.Page}">
            <tr><td align="center" class="outer" style="padding:28px 12px">
            <table role="presentation" width="100%" border="0" cellpadding="0" cellspacing="0" class="sheet" style="max-width:600px;background-color:{EmailStyles.Sheet};border:1px solid {EmailStyles.Border};border-top:4px solid {Stripe(frame.Tone)};border-radius:12px">
            <tr><td class="pad muted" style="padding:22px 36px 0;font-family:{fonts};font-size:14px;font-weight:600;line-height:1.6;color:{EmailStyles.Muted}">{HtmlText.Encode(frame.Head)}</td></tr>
            <tr><td class="pad body" style="padding:18px 36px 14px;font-family:{fonts};font-size:16px;line-height:{height};color:{EmailStyles.Ink}">
            <p style="{EmailStyles.Paragraph}">{HtmlText.Encode(frame.Greeting)}</p>

            """);
        if (frame.Opening is not null)
            output.Append($"""<p class="lead-{ToneName(frame.Tone)}" style="{Lead(frame.Tone)}">{HtmlText.Encode(frame.Opening)}</p>""").Append('\n');
        writeBody(output);
        if (frame.Survey is { } survey)
            AppendScores(output, survey, language);
        output.Append($"""

            </td></tr>
            <tr><td class="pad muted foot" style="padding:18px 36px 26px;border-top:1px solid {EmailStyles.Border};font-family:{fonts};font-size:13px;line-height:1.75;color:{EmailStyles.Muted}">

            """);
        if (frame.Help is not null)
            output.Append($"""<p style="margin:0 0 8px">{HtmlText.Encode(language.Say("email.help", ("contact", frame.Help)))}</p>""").Append('\n');
        output.Append($"""<p style="margin:0 0 8px">{HtmlText.Encode(frame.Why)} {HtmlText.Encode(language["email.neverAsk"])}</p>""").Append('\n');
        AppendFootLinks(output, frame);
        return output.Append("</td></tr>\n</table>\n</td></tr>\n</table>\n</body>\n</html>\n").ToString();
    }

    public static string Text(EmailFrame frame, Action<StringBuilder> writeBody)
    {
        var output = new StringBuilder(1024);
        output.Append(frame.Greeting).Append("\n\n");
        if (frame.Opening is not null)
            output.Append(frame.Opening).Append("\n\n");
        writeBody(output);
        output.Append("\n\n———\n").Append(frame.Head).Append('\n');
        if (frame.Help is not null)
            output.Append(frame.Language.Say("email.help", ("contact", frame.Help))).Append('\n');
        output.Append(frame.Why).Append(' ').Append(frame.Language["email.neverAsk"]).Append('\n');
        foreach (var (label, url) in frame.FootLinks)
            output.Append('\n').Append(label).Append(":\n").Append(url).Append('\n');
        return output.Append(frame.Tail).ToString();
    }

    // Keeps inboxes from showing the body's first words after the preheader.
    private static string Filler { get; } = string.Concat(Enumerable.Repeat("&#847;&zwnj;&nbsp;", 40));

    /// <summary>A link of the foot that follows another one.</summary>
    public static string NextLink(string label, string url) => " &nbsp;·&nbsp; " + FootLink(label, url);

    private static string FootLink(string label, string url) =>
        $"""<a class="link" href="{HtmlText.Encode(url)}" style="{EmailStyles.Link}">{HtmlText.Encode(label)}</a>""";

    private static void AppendFootLinks(StringBuilder output, EmailFrame frame)
    {
        if (frame.FootLinks.Count == 0)
            return;
        output.Append("<p style=\"margin:0\">").Append(FootLink(frame.FootLinks[0].Label, frame.FootLinks[0].Url));
        foreach (var (label, url) in frame.FootLinks.Skip(1))
            output.Append(NextLink(label, url));
        output.Append(frame.Tail).Append("</p>\n");
    }

    // Each score is a link of its own size, so that a thumb hits it; on a narrow screen they wrap.
    private static void AppendScores(StringBuilder output, SurveyFacts survey, Language language)
    {
        if (survey.Scores.Count == 0)
            return;
        output.Append($"""<p style="margin:0 0 6px">""");
        foreach (var (score, url) in survey.Scores)
        {
            output.Append($"""
                <a class="btn btnbg" href="{HtmlText.Encode(url.AbsoluteUri)}" style="{EmailStyles.Score}">{language.Format(score)}</a> 
                """);
        }

        output.Append($"""
            </p>
            <p class="muted" style="margin:0 0 22px;font-size:14px;color:{EmailStyles.Muted}">{language.Format(survey.Scores[0].Score)}: {HtmlText.Encode(survey.Low ?? "")} &nbsp;·&nbsp; {language.Format(survey.Scores[^1].Score)}: {HtmlText.Encode(survey.High ?? "")}</p>

            """);
    }

    private static string ToneName(CaseTone tone) => tone switch
    {
        CaseTone.Neutral => "neutral",
        CaseTone.Success => "success",
        CaseTone.Setback => "setback",
    };

    private static string Stripe(CaseTone tone) => tone switch
    {
        CaseTone.Neutral => EmailStyles.Accent,
        CaseTone.Success => "#23875a",
        CaseTone.Setback => "#b7791f",
    };

    private static string Lead(CaseTone tone)
    {
        const string shape = "margin:0 0 20px;padding:12px 16px;border-radius:10px;font-weight:600;border:1px solid ";
        return tone switch
        {
            CaseTone.Neutral => EmailStyles.Paragraph,
            CaseTone.Success => shape + "#bfe3cf;background-color:#e9f7ef;color:#14553a",
            CaseTone.Setback => shape + "#ecd9ae;background-color:#fdf6e6;color:#5f430c",
        };
    }
}
