using NodaTime;
using Peyk.Core.Calendars;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard.Deliveries;

/// <summary>A report of deliveries as it is shown. What is too small to be shown is left out by the report itself.</summary>
internal sealed class DeliveriesView(DashboardVisit visit, DeliveriesQuestion question, FigureWords words)
{
    /// <summary>Groups of a table at most; the file has them all.</summary>
    private const int MostGroups = 100;

    private Language Language => visit.Language;

    /// <param name="days">The same question by day.</param>
    public Html Of(DeliveryReport report, DeliveryReport days)
    {
        if (report.Total is not { } total)
            return Html.Of($"""<p class="warning">{Language["ops.deliveries.tooFew"]}</p>""");
        var rows = Rows(report, total);
        return Html.Of($"""
            <p class="hint">{Period()} {CountedAt(report)}</p>
            {Tiles(total)}
            {Chart(days)}
            <h2>{Language["ops.deliveries.groups"]}</h2>
            {Hidden(report)}
            {Table("figures", FigureColumns.Few(Language, total), rows)}
            {More(report)}
            <details id="all"><summary>{Language["ops.deliveries.all"]}</summary>
            {Table("all-figures", FigureColumns.All(Language, total), rows)}</details>
            <p><a class="button" href="{question.Address(DeliveriesQuestion.FilePath, ("lang", Language.Tag.Value))}" download>{Language["ops.deliveries.file"]}</a></p>
            {Reasons(total)}
            """);
    }

    private string Period()
    {
        var (from, to) = (Language.Format(question.Query.From), Language.Format(question.Query.To));
        return Language.Say("ops.deliveries.fromTo", ("from", from), ("to", to));
    }

    private string CountedAt(DeliveryReport report) => report.CountedAt is { } at
        ? Language.Say("ops.figures.countedAt", ("time", DashboardParts.Time(visit, at)))
        : Language["ops.figures.notCounted"];

    private Html Tiles(DeliveryReportFigures total) => DashboardParts.Tiles(
        (Language["ops.figures.notifications"], DashboardParts.Number(Language, total.Notifications), null),
        (Language["ops.figures.deliveredRate"], DashboardParts.Percent(Language, total.DeliveredRate), null),
        (Language["ops.figures.cost"], Cost(total), total.Unpriced == 0 ? null : Language.Say("ops.deliveries.unpricedNote", ("count", DashboardParts.Number(Language, total.Unpriced)))),
        (Language["ops.figures.toSent"], Seconds(total.AcceptedToSent.P95), Language["ops.figures.p95"]),
        (Language["ops.deliveries.toDelivered"], Seconds(total.SentToDelivered.P95), Language["ops.figures.p95"]));

    private string Cost(DeliveryReportFigures total) =>
        total.Cost.Count == 0 ? "–" : string.Join(" + ", total.Cost.Select(c => DashboardParts.Amount(Language, c)));

    private string Seconds(double? seconds) => seconds is { } value ? FigureColumns.Duration(Language, (decimal)value) : "–";

    private Html Chart(DeliveryReport days)
    {
        var shown = days.Groups.ToDictionary(g => g.Day!, g => g.Figures);
        var rows = new List<(string, IReadOnlyList<double?>)>();
        for (var day = question.Query.From; day <= question.Query.To; day = day.PlusDays(1))
        {
            // Where small groups are hidden, nobody knows whether a day has none or few.
            var figures = shown.GetValueOrDefault(GroupName.Written(day.WithCalendar(question.Query.Calendar)));
            rows.Add((Language.Format(day, DateStyle.Short), figures is null && days.Hidden is not null ? [null, null, null, null] : DeliveryOutcomes.Of(figures)));
        }

        return DashboardChart.Of(
            Language, "days", ChartKind.StackedBar, Language["ops.overview.chart"], [Language["ops.figures.day"], .. DeliveryOutcomes.Heads(Language)], rows);
    }

    private Html Hidden(DeliveryReport report)
    {
        if (report.Hidden is not { } hidden)
            return Html.Empty;
        var text = hidden.Deliveries is { } deliveries
            ? Language.Say("ops.deliveries.hidden", ("groups", DashboardParts.Number(Language, hidden.Groups)), ("deliveries", DashboardParts.Number(Language, deliveries)))
            : Language["ops.deliveries.tooFew"];
        return Html.Of($"""<p class="hint">{text}</p>""");
    }

    private Html More(DeliveryReport report) => report.Groups.Count <= MostGroups ? Html.Empty : Html.Of($"""
        <p class="hint">{Language.Say("ops.deliveries.moreGroups", ("count", DashboardParts.Number(Language, report.Groups.Count - MostGroups)))}</p>
        """);

    /// <summary>Groups with the cells that name them, and the total at the end.</summary>
    private List<(IReadOnlyList<Html> Names, DeliveryReportFigures Figures)> Rows(DeliveryReport report, DeliveryReportFigures total) =>
    [
        .. report.Groups.Take(MostGroups).Select(g => (Names(g), g.Figures)),
        ([DashboardParts.Word("total", Html.Of($"{Language["ops.deliveries.total"]}")), .. question.Query.GroupBy.Skip(1).Select(_ => Html.Empty)], total),
    ];

    private IReadOnlyList<Html> Names(DeliveryReportGroup group) => [.. question.Query.GroupBy.Select(dimension =>
    {
        var word = FigureWords.Word(group, dimension);
        var name = words.Of(Language, dimension, word);
        return DashboardParts.Word(word, Address(group, dimension, word) is { } address ? DashboardParts.Link(visit, address, name) : Html.Of($"{name}"));
    })];

    /// <summary>Where a group's name leads: from a day to its list, from a month to its days, from all else to its days, too.</summary>
    private string? Address(DeliveryReportGroup group, ReportDimension dimension, string word)
    {
        if (word.Length == 0)
            return null;
        if (dimension == ReportDimension.Day)
        {
            var others = question.Query.GroupBy.Where(DeliveryReportQuery.Filtered.Contains)
                .Select(d => (Name: d.ToWord(), Value: (string?)FigureWords.Word(group, d))).Where(w => w.Value!.Length > 0).ToArray();
            return FigureWords.ReadDay(word, question.Query.Calendar) is { } day ? question.ListAddress(day, others) : null;
        }

        if (dimension != ReportDimension.Month)
            return question.Address(DeliveriesQuestion.Path, (dimension.ToWord(), word), ("groupBy", "day"));
        return FigureWords.ReadDay($"{word}-01", question.Query.Calendar) is { } first ? MonthAddress(first) : null;
    }

    private string MonthAddress(LocalDate first)
    {
        var last = first.WithCalendar(question.Query.Calendar).With(DateAdjusters.EndOfMonth).WithCalendar(CalendarSystem.Iso);
        var (from, to) = (LocalDate.Max(first, question.Query.From), LocalDate.Min(last, question.Query.To));
        return question.Address(
            DeliveriesQuestion.Path, ("period", null), ("from", GroupName.Written(from.WithCalendar(question.Query.Calendar))),
            ("to", GroupName.Written(to.WithCalendar(question.Query.Calendar))), ("groupBy", "day"));
    }

    private Html Table(string id, IEnumerable<FigureColumn> columns, List<(IReadOnlyList<Html> Names, DeliveryReportFigures Figures)> rows)
    {
        var all = columns.ToList();
        var dimensions = question.Query.GroupBy.Select(d => DashboardParts.Word(d.ToWord(), Html.Of($"{FigureWords.Dimension(Language, d)}")))
            .DefaultIfEmpty(DashboardParts.Word("", Html.Empty));
        return Html.Of($"""
            <div id="{id}" class="quiet">{DashboardParts.Table(
                Language["ops.deliveries.groups"],
                [.. dimensions, .. all.Select(c => DashboardParts.Word(c.Name, Html.Of($"{c.Head}")))],
                rows.Select(IReadOnlyList<Html> (row) => [.. row.Names, .. all.Select(c => c.Cell(row.Figures))]))}</div>
            """);
    }

    private Html Reasons(DeliveryReportFigures total)
    {
        if (total.Reasons.Count == 0)
            return Html.Empty;
        var rows = total.Reasons.OrderByDescending(r => r.Value).Select(IReadOnlyList<Html> (r) =>
        [
            DashboardParts.Word(r.Key, DashboardParts.Link(visit, question.Address(DeliveriesQuestion.Path, ("reason", r.Key), ("groupBy", "day")), Language[$"ops.reason.{r.Key}"])),
            DashboardParts.Cell(Language, r.Value),
            Html.Of($"{DashboardParts.Percent(Language, (double)r.Value / total.Deliveries)}"),
            Html.Of($"{Language[$"ops.party.{SnakeCase.FromWord<Reason>(r.Key).WhoMustAct().ToWord()}"]}"),
        ]);
        return Html.Of($"""
            <h2>{Language["ops.deliveries.reasons"]}</h2>
            <div id="reasons" class="quiet">{DashboardParts.Table(
                Language["ops.deliveries.reasons"],
                [Language["ops.dimension.reason"], Language["ops.deliveries.deliveries"], Language["ops.deliveries.share"], Language["ops.deliveries.party"]],
                rows)}</div>
            """);
    }
}
