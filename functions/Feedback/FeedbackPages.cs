using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Calendars;
using Peyk.Core.Surveys;
using Peyk.Functions.Shared.Pages;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Feedback;

/// <summary>Writes the pages on which citizens answer. A pure function of the survey, the answers so far and the language.</summary>
public sealed class FeedbackPages(PageLayout layout, IOptions<PeykOptions> options)
{
    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[options.Value.TimeZone];

    /// <param name="path">Where the page is, without a query.</param>
    /// <param name="part">Which page of the survey, from 0.</param>
    /// <param name="chosen">Score of the first item that a link of the e-mail chose; it is shown as chosen and stored only with the form.</param>
    /// <param name="isEmpty">The form came back without an answer.</param>
    public Document Form(AnsweredRequest asked, string path, int part, int? chosen, bool isEmpty, Language language)
    {
        var survey = asked.Survey;
        var parts = SurveyParts.Of(survey);
        var intro = part == 0 && survey.Intros.In(language.Tag) is { } text ? Html.Of($"<p>{text}</p>") : Html.Empty;
        var notice = isEmpty ? Html.Of($"""<p class="notice setback" role="alert">{language["feedback.empty"]}</p>""") : Html.Empty;
        var items = parts[part].Where(item => item.IsAsked(asked.Answers));
        var main = Html.Of($"""
            <p class="eyebrow">{language["feedback.title"]}</p>
            <h1>{survey.Titles.In(language.Tag)}</h1>
            {intro}{Progress(part, parts, language)}{notice}
            <form action="{path}" method="post" class="survey">
            <input type="hidden" name="{FeedbackForm.PartField}" value="{part}">
            <input type="hidden" name="lang" value="{language.Tag.Value}">
            {Heading(survey, parts[part][0], language)}
            {items.Select(item => Item(item, asked.Answers, item == survey.Items[0] ? chosen : null, language))}
            <p class="aside" aria-hidden="true"><label for="{FeedbackForm.Honeypot}">{language["feedback.honeypot"]}</label>
            <input type="text" id="{FeedbackForm.Honeypot}" name="{FeedbackForm.Honeypot}" tabindex="-1" autocomplete="off"></p>
            <button type="submit">{language[part == parts.Length - 1 ? "feedback.send" : "feedback.next"]}</button>
            </form>
            """);
        return layout.Render(new(language, survey.Titles.In(language.Tag) ?? "", path, main, Foot(asked, path, language)));
    }

    public Document Thanks(AnsweredRequest asked, string path, Language language) => Notice(
        asked, path, asked.Survey.Thanks.In(language.Tag) ?? "", Html.Of(
            $"""<p><a href="{path}?part=0&amp;lang={language.Tag.Value}">{language["feedback.change"]}</a></p>"""), language);

    /// <summary>The time for answers is over.</summary>
    public Document Closed(AnsweredRequest asked, string path, Language language) => Notice(asked, path, language["feedback.closed"], Html.Empty, language);

    public Document NotFound(Language language, string path) => layout.Render(new(
        language, language["feedback.title"], path,
        Html.Of($"""<h1>{language["feedback.title"]}</h1><p class="notice">{language["feedback.notFound"]}</p>""")));

    private Document Notice(AnsweredRequest asked, string path, string text, Html more, Language language) => layout.Render(new(
        language, asked.Survey.Titles.In(language.Tag) ?? "", path, Html.Of($"""
            <p class="eyebrow">{language["feedback.title"]}</p>
            <h1>{asked.Survey.Titles.In(language.Tag)}</h1>
            <p class="notice" role="status">{text}</p>
            {more}
            {Complaint(path, language)}
            """)));

    private static Html Progress(int part, ImmutableArray<ImmutableArray<SurveyItem>> parts, Language language) => parts.Length == 1
        ? Html.Empty
        : Html.Of($"""
            <p class="progress"><label for="progress">{language.Say("feedback.progress", ("part", language.Format(part + 1)), ("parts", language.Format(parts.Length)))}</label>
            <progress id="progress" max="{parts.Length}" value="{part + 1}"></progress></p>
            """);

    private static Html Heading(SurveyDefinition survey, SurveyItem first, Language language)
    {
        var dimension = survey.Dimensions.FirstOrDefault(d => d.Key == first.Dimension)?.Names.In(language.Tag);
        var role = first.Role switch
        {
            ItemRole.Plain => null,
            ItemRole.Expectation => language["feedback.expectation"],
            ItemRole.Perception => language["feedback.perception"],
        };
        return dimension is null ? Html.Empty : Html.Of($"<h2>{dimension}</h2>{(role is null ? Html.Empty : Html.Of($"<p>{role}</p>"))}");
    }

    private static Html Item(SurveyItem item, IReadOnlyDictionary<string, Answer> answers, int? chosen, Language language)
    {
        answers.TryGetValue(item.Key, out var answer);
        var field = FeedbackForm.FieldOf(item);
        if (item.Scale is not { } scale)
        {
            return Html.Of($"""
                <p class="comment"><label for="{field}">{item.Question(language.Tag)}</label>
                <textarea id="{field}" name="{field}" dir="auto" rows="4" maxlength="{AnswerParser.LongestComment}">{answer?.Comment}</textarea></p>

                """);
        }

        var score = chosen is { } wished && scale.Contains(wished) ? wished : answer?.Score;
        return Html.Of($"""
            <fieldset><legend>{item.Question(language.Tag)}</legend>
            <div class="scale">{scale.Scores.Select(s => Choice(field, s, s == score, language))}</div>
            <p class="ends"><span>{language.Format(scale.From)}: {scale.Low.In(language.Tag)}</span> <span>{language.Format(scale.To)}: {scale.High.In(language.Tag)}</span></p>
            </fieldset>

            """);
    }

    private static Html Choice(string field, int score, bool isChosen, Language language)
    {
        var state = isChosen ? Html.Of($""" checked""") : Html.Empty;
        return Html.Of($"""<label><input type="radio" name="{field}" value="{score}"{state}><span>{language.Format(score)}</span></label>""");
    }

    /// <summary>Whoever has more to say than a score.</summary>
    private static Html Complaint(string path, Language language) =>
        Html.Of($"""<p><a href="{path}/complaint?lang={language.Tag.Value}">{language["complaint.link"]}</a></p>""");

    private Html Foot(AnsweredRequest asked, string path, Language language) => Html.Of(
        $"""{Complaint(path, language)}<p>{language.Say("feedback.until", ("time", language.Format(Instant.FromDateTimeOffset(asked.Request.ExpiresAt), _zone)))}</p>""");
}
