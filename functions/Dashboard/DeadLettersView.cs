using Peyk.Core.Calendars;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard;

/// <summary>What the page of dead letters shows.</summary>
public sealed class DeadLettersView(TimeProvider time)
{
    /// <param name="queue">The one queue of the list; null for all.</param>
    /// <param name="code">The one reason of the list; null for all.</param>
    public Html Show(DashboardVisit visit, DeadLetterOverview overview, DeadLetterPage page, string? queue, string? code)
    {
        var language = visit.Language;
        if (overview.Groups.Count == 0)
            return Html.Of($"""<p class="none">{language["ops.deadLetters.none"]}</p>""");
        string[] heads =
        [
            language["ops.deadLetters.queue"], language["ops.deadLetters.reason"], language["ops.deadLetters.count"], language["ops.deadLetters.oldest"],
            .. visit.MayOperate ? [language["ops.deadLetters.act"]] : Array.Empty<string>(),
        ];
        var cut = overview.IsWhole
            ? Html.Empty
            : Html.Of($"""<p class="hint">{language.Say("ops.deadLetters.cut", ("number", DashboardParts.Number(language, DeadLetterDesk.MostCounted)))}</p>""");
        return Html.Of($"""
            <p class="hint">{language["ops.deadLetters.hint"]}</p>
            {DashboardParts.Table(language["ops.deadLetters.groups"], heads, overview.Groups.Select(g => Row(visit, g)))}
            {cut}
            <h2>{language["ops.deadLetters.letters"]}</h2>
            {Filter(visit, queue, code)}
            {List(visit, page)}
            {More(visit, page, queue, code)}
            """);
    }

    private IReadOnlyList<Html> Row(DashboardVisit visit, DeadLetterGroup group)
    {
        var language = visit.Language;
        List<Html> cells =
        [
            DashboardParts.Code(group.Queue),
            DashboardParts.Link(visit, Address(group.Queue, group.Code, null), Reason(language, group.Code)),
            DashboardParts.Cell(language, group.Count),
            Html.Of($"{Age(language, group.Oldest)}"),
        ];
        if (visit.MayOperate)
        {
            cells.Add(DashboardParts.Form(visit, $"{DeadLettersHttp.Path}/requeue-all", language["ops.deadLetters.requeueAll"], Html.Of($"""
                <input type="hidden" name="{DeadLettersHttp.QueueField}" value="{group.Queue}"><input type="hidden" name="{DeadLettersHttp.CodeField}" value="{group.Code}">
                """), danger: true));
        }

        return cells;
    }

    private static Html Filter(DashboardVisit visit, string? queue, string? code) => queue is null && code is null
        ? Html.Empty
        : Html.Of($"""
            <p>{DashboardParts.Code(queue ?? "")} {(code is null ? "" : Reason(visit.Language, code))} · {DashboardParts.Link(visit, DeadLettersHttp.Path, visit.Language["ops.deadLetters.all"])}</p>
            """);

    private Html List(DashboardVisit visit, DeadLetterPage page)
    {
        var language = visit.Language;
        if (page.Items.Count == 0)
            return Html.Of($"""<p class="none">{language["ops.deadLetters.noneOfThese"]}</p>""");
        string[] heads = [language["ops.deadLetters.letter"], language["ops.deadLetters.queue"], language["ops.deadLetters.reason"], language["ops.deadLetters.age"]];
        var table = DashboardParts.Table(language["ops.deadLetters.lettersCaption"], heads, page.Items.Select(l => Row(visit, l)));
        if (!visit.MayOperate)
            return table;
        var all = Html.Of($"""
            <label class="check scripted"><input type="checkbox" data-checks="{DeadLettersHttp.LetterField}"> {language["ops.deadLetters.check"]}</label>
            """);
        return DashboardParts.Form(visit, $"{DeadLettersHttp.Path}/requeue", language["ops.deadLetters.requeue"], Html.Of($"{all}{table}"));
    }

    private IReadOnlyList<Html> Row(DashboardVisit visit, DeadLetter letter)
    {
        var language = visit.Language;
        var id = DashboardParts.Code(letter.MessageId);
        return
        [
            visit.MayOperate
                ? Html.Of($"""<label class="check"><input type="checkbox" name="{DeadLettersHttp.LetterField}" value="{new DeadLetterPlace(letter.Queue, letter.MessageId).ToString()}"> {id}</label>""")
                : id,
            DashboardParts.Code(letter.Queue),
            Html.Of($"{Reason(language, letter.Code)}{letter.Errors.Select(e => Html.Of($"<br>{DashboardParts.Code($"{e.Pointer} {e.Code}")}"))}"),
            Html.Of($"""{Age(language, letter.At)}<br><span class="hint">{DashboardParts.Time(visit, letter.At)}</span>"""),
        ];
    }

    private static Html More(DashboardVisit visit, DeadLetterPage page, string? queue, string? code) => page.Next is null
        ? Html.Empty
        : Html.Of($"""<p class="pages">{DashboardParts.Link(visit, Address(queue, code, page.Next), visit.Language["ops.deadLetters.next"])}</p>""");

    // In words where there are some; else the code of the problem, as docs/api.md has it.
    private static string Reason(Language language, string code) => DashboardWords.Find(language, $"ops.deadLetters.reasons.{code}") ?? code;

    private string Age(Language language, DateTimeOffset at)
    {
        var age = time.GetUtcNow() - at;
        var (key, number) = age.TotalDays >= 2 ? ("days", age.TotalDays) : age.TotalHours >= 2 ? ("hours", age.TotalHours) : ("minutes", Math.Max(0, age.TotalMinutes));
        return language.Say($"ops.deadLetters.ages.{key}", ("number", DashboardParts.Number(language, (int)number)));
    }

    private static string Address(string? queue, string? code, DeadLetterPlace? after)
    {
        var query = QueryString.Empty;
        foreach (var (name, value) in new[] { (DeadLettersHttp.QueueField, queue), (DeadLettersHttp.CodeField, code), (DeadLettersHttp.AfterField, after?.ToString()) })
        {
            if (value is not null)
                query = query.Add(name, value);
        }

        return $"{DeadLettersHttp.Path}{query}";
    }
}
