using Peyk.Core.Calendars;
using Peyk.Core.Contacts;
using Peyk.Core.Newsletters;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Newsletters.Sending;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard;

/// <summary>How far newsletters' issues have come.</summary>
public sealed class IssuesUnderWay(RecentIssues issues, TopicCatalog topics)
{
    public async Task<Html> ShowAsync(DashboardVisit visit, CancellationToken cancellationToken)
    {
        var language = visit.Language;
        var found = await issues.ReadAsync(cancellationToken);
        string[] heads =
        [
            language["ops.sending.issue"], language["ops.sending.state"], language["ops.sending.progress"], language["ops.sending.delivered"],
            language["ops.sending.failed"], language["ops.sending.rate"], language["ops.sending.eta"],
        ];
        var table = found.Count == 0
            ? Html.Of($"""<p class="none">{language["ops.sending.noIssues"]}</p>""")
            : DashboardParts.Table(language["ops.sending.issuesCaption"], heads, found.Select(s => Row(visit, s.Issue, s.Progress)));
        return Html.Of($"<h2>{language["ops.sending.issues"]}</h2>{table}");
    }

    private IReadOnlyList<Html> Row(DashboardVisit visit, Issue issue, IssueProgress progress)
    {
        var language = visit.Language;
        var topic = topics.Find(issue.Topic)?.Name(language.Tag) ?? issue.Topic;
        var subject = issue.Subjects.TryGetValue(language.Tag.Value, out var own) ? own : issue.Subjects.Values.First();
        return
        [
            Html.Of($"""<bdi>{subject}</bdi><br><span class="hint">{topic}{(issue.Client.IsTest ? $" · {language["ops.sending.test"]}" : "")}</span>"""),
            Html.Of($"""<div class="act">{State(language, issue)} {Turn(visit, issue)}</div>"""),
            issue.State.MayChange() ? Starts(visit, issue) : Bar(language, progress),
            DashboardParts.Cell(language, progress.Delivered),
            DashboardParts.Cell(language, progress.Failed),
            Html.Of($"{(progress.Rate is { } rate ? language.Say("ops.sending.perSecond", ("number", language.Format(Math.Round((decimal)rate, 1)))) : "–")}"),
            Html.Of($"{(progress.Eta is { } eta ? DashboardParts.Time(visit, eta) : "–")}"),
        ];
    }

    private static Html Starts(DashboardVisit visit, Issue issue) => Html.Of(
        $"{(issue.SendAt is { } at ? visit.Language.Say("ops.sending.starts", ("time", DashboardParts.Time(visit, at))) : "–")}");

    private static Html Bar(Language language, IssueProgress progress)
    {
        if (progress.Total == 0)
            return Html.Of($"–");
        var text = language.Say(
            progress.IsTotalKnown ? "ops.sending.of" : "ops.sending.ofAtLeast",
            ("done", DashboardParts.Number(language, progress.Sent + progress.Suppressed)), ("total", DashboardParts.Number(language, progress.Total)));
        return DashboardParts.Progress(progress.Sent + progress.Suppressed, progress.Total, text);
    }

    private static Html State(Language language, Issue issue)
    {
        var tone = issue.State switch
        {
            IssueState.Sent => "good",
            IssueState.Paused => "bad",
            IssueState.Draft or IssueState.Scheduled or IssueState.Sending or IssueState.Cancelled => "",
        };
        var cause = issue is { State: IssueState.Paused, PausedBy: { } by } ? $" · {language[$"ops.sending.by.{by.ToWord()}"]}" : "";
        return DashboardWords.State($"{language[$"ops.sending.issueStates.{issue.State.ToWord()}"]}{cause}", tone);
    }

    private static Html Turn(DashboardVisit visit, Issue issue)
    {
        var field = Html.Of($"""<input type="hidden" name="{SendingHttp.IssueField}" value="{issue.Id.ToString("D")}">""");
        return issue.State switch
        {
            IssueState.Sending => DashboardParts.Form(visit, $"{SendingHttp.Path}/issues/pause", visit.Language["ops.sending.pause"], field, danger: true),
            IssueState.Paused => DashboardParts.Form(visit, $"{SendingHttp.Path}/issues/resume", visit.Language["ops.sending.resume"], field),
            IssueState.Draft or IssueState.Scheduled or IssueState.Sent or IssueState.Cancelled => Html.Empty,
        };
    }
}
