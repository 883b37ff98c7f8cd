using NodaTime;
using Peyk.Core.Calendars;
using Peyk.Core.Text;

namespace Peyk.Core.Templates;

/// <summary>Writes values in a language and a zone, escaped for where they stand.</summary>
internal sealed class ValueWriter(IReadOnlyList<TemplateValue?> values, Language language, DateTimeZone zone)
{
    /// <summary>For HTML.</summary>
    public string Html(Token token, Place place) => place switch
    {
        Place.Content => HtmlContent(token),
        Place.WholeUrl => HtmlText.Encode(Plain(token)),
        Place.UrlPiece => Uri.EscapeDataString(Line(token, marked: false)),
        Place.Attribute => HtmlText.Encode(Line(token, marked: false)),
    };

    /// <summary>For the plain-text part of an e-mail.</summary>
    public string Text(Token token, Place place) => values[token.Field] switch
    {
        _ when place == Place.UrlPiece => Html(token, place),
        TemplateValue.Text text => PersianText.Isolate(text.Value, language.IsRightToLeft),
        TemplateValue.List list => PersianText.Isolate(list.Items[token.Item], language.IsRightToLeft),
        TemplateValue.Code code when language.IsRightToLeft => PersianText.IsolateLeftToRight(code.Display),
        TemplateValue.Code code => code.Display,
        _ => Plain(token),
    };

    /// <summary>For subjects and SMS: one line, codes without spaces.</summary>
    public string Line(Token token, Place place) => Line(token, marked: true);

    private string Line(Token token, bool marked) => values[token.Field] switch
    {
        TemplateValue.Code code when marked && language.IsRightToLeft => PersianText.MarkLeftToRight(code.Compact),
        TemplateValue.Code code => code.Compact,
        _ => UnicodeText.SingleLine(Plain(token)),
    };

    private string HtmlContent(Token token)
    {
        var plain = Plain(token);
        var text = HtmlText.Encode(plain).Replace("\n", "<br>", StringComparison.Ordinal);
        return values[token.Field] switch
        {
            TemplateValue.Code => $"""<bdi dir="ltr" class="code" style="white-space:nowrap;font-weight:600;letter-spacing:.03em">{text}</bdi>""",
            TemplateValue.Url => $"""<bdi dir="ltr" style="word-break:break-all">{text}</bdi>""",
            TemplateValue.Text or TemplateValue.List when PersianText.HasStrong(plain, !language.IsRightToLeft) => $"<bdi>{text}</bdi>",
            _ => text,
        };
    }

    private string Plain(Token token) => values[token.Field] switch
    {
        TemplateValue.Text text => text.Value,
        TemplateValue.Date date => language.Format(date.Value, token.Style),
        TemplateValue.Moment moment => language.Format(moment.Value, zone, token.Style),
        TemplateValue.Number number => language.Format(number.Value),
        TemplateValue.Amount amount => language.Format(amount.Value),
        TemplateValue.Url url => url.Value,
        TemplateValue.Code code => code.Display,
        TemplateValue.List list => list.Items[token.Item],
        null => "",
        var other => throw new InvalidOperationException($"No way to write {other.GetType().Name}."),
    };
}
