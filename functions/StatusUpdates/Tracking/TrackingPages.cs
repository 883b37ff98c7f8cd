using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Cases;
using Peyk.Core.Text;
using Peyk.Functions.Shared.Pages;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.StatusUpdates.Tracking;

/// <summary>Writes the tracking pages. A pure function of the case, the definitions and the language.</summary>
public sealed class TrackingPages(PageLayout layout, LanguageCatalog languages, IOptions<PeykOptions> options)
{
    private const string FormPath = "/t";

    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[options.Value.TimeZone];
    private readonly LocalisedText _help = new(options.Value.HelpContact, languages.Default.Tag);

    /// <param name="chosen">The language asked for; null for the case's own.</param>
    public Document Case(TrackedCase tracked, Language? chosen)
    {
        var language = chosen ?? languages.FindOrDefault(LanguageTag.Parse(tracked.Language));
        var main = Html.Of($"""
            <p class="eyebrow">{language["tracking.title"]}</p>
            <h1>{tracked.Service.Name(language.Tag)}</h1>
            <p class="code">{language["tracking.code"]} <bdi dir="ltr">{tracked.Code.Display}</bdi></p>
            {Standing(tracked, language)}
            <section aria-labelledby="steps">
            <h2 id="steps">{language["tracking.steps"]}</h2>
            <ol class="steps" role="list">
            {tracked.Timeline.Steps.Select(row => Step(row, tracked.IsLate, language))}</ol>
            </section>
            {Help(tracked.Service, language)}
            <p class="comment"><a href="{FormPath}/{tracked.Code.Value}/complaint?lang={language.Tag.Value}">{language["complaint.link"]}</a></p>
            """);
        var foot = Html.Of($"<p>{language.Say("tracking.updated", ("time", language.Format(tracked.UpdatedAt, _zone)))}</p>");
        return layout.Render(new(
            language,
            $"{language["tracking.title"]}: {tracked.Service.Name(language.Tag)}",
            $"{FormPath}/{tracked.Code.Value}",
            main,
            foot));
    }

    public Document Form(Language language) => layout.Render(new(
        language, language["tracking.title"], FormPath, Html.Of($"<h1>{language["tracking.title"]}</h1>{Entry(language, "", isWrong: false)}")));

    /// <param name="typed">What was typed, so that it can be mended.</param>
    public Document NotFound(Language language, string typed) => layout.Render(new(
        language, language["tracking.title"], FormPath, Html.Of($"<h1>{language["tracking.title"]}</h1>{Entry(language, typed, isWrong: true)}")));

    public Document TooMany(Language language) => layout.Render(new(
        language,
        language["tracking.title"],
        FormPath,
        Html.Of($"""<h1>{language["tracking.title"]}</h1><p class="notice setback" role="alert">{language["tracking.tooMany"]}</p>""")));

    private static Html Standing(TrackedCase tracked, Language language)
    {
        var timeline = tracked.Timeline;
        if (timeline.Standing is not { } standing)
            return Html.Of($"""<section class="standing"><p>{language["tracking.notStarted"]}</p>{Next(tracked, language)}</section>""");
        var hint = standing.NextHint(language.Tag) is { } text ? Html.Of($"<p>{text}</p>") : Html.Empty;
        var finished = timeline.IsFinished ? Html.Of($"""<p class="end">{language["tracking.finished"]}</p>""") : Html.Empty;
        return Html.Of($"""
            <section class="standing {Tone(standing)}">
            <h2>{standing.Announcement(language.Tag)}</h2>
            {hint}{finished}{Next(tracked, language)}
            </section>
            """);
    }

    private static Html Next(TrackedCase tracked, Language language)
    {
        if (tracked.Timeline.Next is not { } next)
            return Html.Empty;
        var late = tracked.IsLate ? Html.Of($"""<p class="late">{language["tracking.late"]}</p>""") : Html.Empty;
        return Html.Of($"""
            <p class="next"><span>{language["tracking.next"]}</span> <strong>{next.Step.Name(language.Tag)}</strong>{Expected(next, tracked.IsLate, language, DateStyle.Full)}</p>
            {late}
            """);
    }

    private Html Step(TimelineStep row, bool isLate, Language language)
    {
        var state = row.State switch
        {
            StepState.Done => ("done", language["tracking.done"]),
            StepState.Current => ("current", language["tracking.current"]),
            StepState.Upcoming => ("upcoming", language["tracking.upcoming"]),
        };
        var when = row.OccurredAt is { } at ? Time(at.InZone(_zone).Date, language, DateStyle.Long) : Expected(row, isLate, language, DateStyle.Long);
        var current = row.State == StepState.Current ? Html.Of($""" aria-current="step" """) : Html.Empty;
        return Html.Of($"""
            <li class="{state.Item1} {Tone(row.Step)}"{current}><h3>{row.Step.Name(language.Tag)}</h3>
            <p><span class="state">{state.Item2}</span>{when}</p></li>

            """);
    }

    // Once a promise is broken, those that were counted from it say nothing any more.
    private static Html Expected(TimelineStep row, bool isLate, Language language, DateStyle style) => row.Expected is { } date && !isLate
        ? Html.Of($""" <span class="when">{language.Say("tracking.expected", ("date", language.Format(date, style)))}</span>""")
        : Html.Empty;

    private static Html Time(LocalDate date, Language language, DateStyle style) =>
        Html.Of($""" <time class="when" datetime="{date.ToString("uuuu-MM-dd", null)}">{language.Format(date, style)}</time>""");

    private Html Help(ServiceDefinition service, Language language)
    {
        var contact = service.HelpContact(language.Tag) ?? _help.In(language.Tag);
        return contact is null ? Html.Empty : Html.Of($"""
            <section class="help" aria-labelledby="help">
            <h2 id="help">{language["tracking.help"]}</h2>
            <p>{language.Say("email.help", ("contact", contact))}</p>
            </section>
            """);
    }

    private static Html Entry(Language language, string typed, bool isWrong)
    {
        var notice = isWrong ? Html.Of($"""<p class="notice setback" id="wrong" role="alert">{language["tracking.notFound"]}</p>""") : Html.Empty;
        var wrong = isWrong ? Html.Of($""" aria-invalid="true" """) : Html.Empty;
        return Html.Of($"""
            {notice}
            <form action="{FormPath}" method="get">
            <input type="hidden" name="lang" value="{language.Tag.Value}">
            <label for="code">{language["tracking.code"]}</label>
            <p class="hint" id="hint">{language["tracking.codeHint"]}</p>
            <input id="code" name="code" value="{typed}" type="text" dir="ltr" required maxlength="100" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="hint"{wrong}>
            <button type="submit">{language["tracking.show"]}</button>
            </form>
            """);
    }

    private static string Tone(ServiceStep step) => step.Tone switch
    {
        CaseTone.Neutral => "neutral",
        CaseTone.Success => "success",
        CaseTone.Setback => "setback",
    };
}
