using NodaTime;
using Peyk.Core.Calendars;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard;

/// <summary>What the dashboard's pages are put together of.</summary>
public static class DashboardParts
{
    internal const string TokenField = "token";
    internal const string LanguageField = "lang";

    /// <summary>A form with one button; nothing for those who may not act.</summary>
    /// <param name="danger">The button stops or repeats something.</param>
    public static Html Form(DashboardVisit visit, string action, string button, Html fields = default, bool danger = false) =>
        visit.MayOperate ? OpenForm(visit, action, button, fields, danger) : Html.Empty;

    /// <summary>A form with one button for everybody who may look.</summary>
    /// <param name="quiet">The button is not what the page is for.</param>
    public static Html OpenForm(DashboardVisit visit, string action, string button, Html fields = default, bool danger = false, bool quiet = false) => Html.Of($"""
        <form action="{action}" method="post">
        <input type="hidden" name="{TokenField}" value="{visit.FormToken}"><input type="hidden" name="{LanguageField}" value="{visit.Language.Tag.Value}">
        {fields}<button type="submit"{(danger ? Html.Of($""" class="danger" """) : quiet ? Html.Of($""" class="quiet" """) : Html.Empty)}>{button}</button></form>
        """);

    /// <summary>A table that scrolls by itself where it is too wide.</summary>
    /// <param name="rows">The first cell of each is its heading.</param>
    public static Html Table(string caption, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<Html>> rows) =>
        Table(caption, [.. heads.Select(head => Html.Of($"{head}"))], rows);

    /// <summary>The same with heads of markup.</summary>
    public static Html Table(string caption, IReadOnlyList<Html> heads, IEnumerable<IReadOnlyList<Html>> rows) => Html.Of($"""
        <div class="table" role="region" aria-label="{caption}" tabindex="0"><table><caption>{caption}</caption>
        <thead><tr>{heads.Select(head => Html.Of($"""<th scope="col">{head}</th>"""))}</tr></thead>
        <tbody>{rows.Select(Row)}</tbody></table></div>
        """);

    /// <summary>A choice of a form.</summary>
    /// <param name="chosen">The word that is chosen; null or empty for none.</param>
    /// <param name="none">What stands for none; null when one must be chosen.</param>
    public static Html Select(string name, string label, IEnumerable<(string Word, string Text)> choices, string? chosen, string? none)
    {
        IEnumerable<(string Word, string Text)> all = none is null ? choices : [("", none), .. choices];
        return Html.Of($"""<label>{label} <select name="{name}">{all.Select(c => Option(c.Word, c.Text, c.Word == (chosen ?? "")))}</select></label> """);
    }

    /// <summary>Figures side by side.</summary>
    public static Html Tiles(params ReadOnlySpan<(string Label, string Value, string? Note)> tiles)
    {
        var items = new List<Html>();
        foreach (var (label, value, note) in tiles)
            items.Add(Html.Of($"""<div class="tile"><dt>{label}</dt><dd>{value}{(note is null ? Html.Empty : Html.Of($"<span>{note}</span>"))}</dd></div>"""));
        return Html.Of($"""<dl class="tiles">{items}</dl>""");
    }

    /// <summary>A number as it is read, with itself as it is reckoned with in <c>data-value</c>.</summary>
    public static Html Cell(Language language, decimal? value) =>
        value is { } number ? Html.Of($"""<data value="{Raw(number)}">{Number(language, number)}</data>""") : Html.Of($"–");

    /// <summary>A word of a report or an address under its name; the word itself stands beside it.</summary>
    public static Html Word(string word, Html name) => Html.Of($"""<data value="{word}">{name}</data>""");

    /// <summary>How much of something is done, as a bar and in words.</summary>
    public static Html Progress(int done, int total, string words) => Html.Of(
        $"""<progress value="{Math.Min(done, total)}" max="{Math.Max(1, total)}" aria-label="{words}"></progress> <span class="hint">{words}</span>""");

    /// <summary>What is read from left to right in every language: ids, codes.</summary>
    public static Html Code(string text) => Html.Of($"""<bdi dir="ltr" class="code">{text}</bdi>""");

    public static Html Link(DashboardVisit visit, string path, string text) => Html.Of($"""<a href="{path}{(path.Contains('?', StringComparison.Ordinal) ? "&" : "?")}lang={visit.Language.Tag.Value}">{text}</a>""");

    /// <param name="share">0 to 1.</param>
    /// <returns>With one decimal; a dash for null.</returns>
    public static string Percent(Language language, double? share) =>
        share is { } value ? language.Say("ops.percent", ("number", Number(language, Math.Round((decimal)value * 100, 1)))) : "–";

    /// <summary>Money, rounded to what is paid in its currency.</summary>
    public static string Amount(Language language, ReportCost cost) => Money.TryCreate(Math.Round(cost.Amount, 2), cost.Currency, out var money, out _)
        ? language.Format(money)
        : $"{language.Format(Math.Round(cost.Amount, 2))} {cost.Currency}";

    public static string Number(Language language, decimal value) => language.Format(value);

    /// <summary>A moment in the organisation's zone and the language's calendar.</summary>
    public static string Time(DashboardVisit visit, DateTimeOffset at) =>
        visit.Language.Format(Instant.FromDateTimeOffset(at), visit.Zone, DateStyle.Short);

    internal static string Raw(decimal value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Html Option(string word, string text, bool isChosen) =>
        Html.Of($"""<option value="{word}"{(isChosen ? Html.Of($" selected") : Html.Empty)}>{text}</option>""");

    private static Html Row(IReadOnlyList<Html> cells) => Html.Of(
        $"""<tr><th scope="row">{cells[0]}</th>{cells.Skip(1).Select(cell => Html.Of($"<td>{cell}</td>"))}</tr>""");
}
