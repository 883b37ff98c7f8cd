using Peyk.Core.Calendars;
using Peyk.Core.Reports;
using Peyk.Core.Surveys;
using Peyk.Functions.Dashboard.Deliveries;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard.Satisfaction;

/// <summary>Figures of satisfaction as they are shown: survey by survey, each mean with its interval and how many it rests on.</summary>
internal sealed class SatisfactionView(DashboardVisit visit, SatisfactionQuestion question, SurveyCatalog surveys, FigureWords words)
{
    private Language Language => visit.Language;

    public Html Of(SatisfactionFigures figures)
    {
        if (figures.Total.Groups.Count == 0)
            return Html.Of($"""<p class="none">{Language[figures.Total.Hidden is null ? "ops.satisfaction.none" : "ops.deliveries.tooFew"]}</p>""");
        return Html.Of($"""
            <p class="hint">{Language.Say("ops.deliveries.fromTo", ("from", Language.Format(question.Query.From)), ("to", Language.Format(question.Query.To)))} {Language["ops.satisfaction.hint"]}</p>
            {figures.Total.Groups.Select(group => Survey(group, figures))}
            <p class="pages"><a class="button" href="{File("month")}" download>{Language["ops.satisfaction.fileByMonth"]}</a>
            <a class="button" href="{File("service")}" download>{Language["ops.satisfaction.fileByService"]}</a></p>
            """);
    }

    private Html Survey(SatisfactionGroup group, SatisfactionFigures figures)
    {
        var survey = surveys.Find(group.Survey)!;
        var title = survey.Titles.In(Language.Tag) ?? survey.Key;
        return Html.Of($"""
            <section id="{survey.Key}"><h2>{title}</h2>
            {Tiles(group)}
            <div class="columns">
            {Months(survey, title, figures.Months)}
            {(survey.Dimensions.Length == 0 ? Html.Empty : Dimensions(survey, title, group))}
            </div>
            <details id="{survey.Key}-by-month"><summary>{Language["ops.satisfaction.by.months"]}</summary>
            {Groups(survey, "months", ReportDimension.Month, figures.Months, g => g.Month!)}</details>
            {Groups(survey, "services", ReportDimension.Service, figures.Services, g => g.Service!)}
            {Groups(survey, "channels", ReportDimension.Channel, figures.Channels, g => g.Channel!.Value.ToWord())}
            {Items(survey, group)}
            </section>
            """);
    }

    private Html Tiles(SatisfactionGroup group)
    {
        var estimate = group.Scores.Headline?.Estimate;
        var measure = group.Scores.Headline?.Measure ?? "";
        return DashboardParts.Tiles(
            (measure.Length == 0 ? Language["ops.satisfaction.noAnswers"] : Language[$"ops.satisfaction.{measure}"], Written(measure, estimate?.Mean), Interval(measure, estimate)),
            (Language["ops.satisfaction.answered"], DashboardParts.Number(Language, group.Answered), Language.Say("ops.satisfaction.ofAsked", ("count", DashboardParts.Number(Language, group.Asked)))),
            (Language["ops.satisfaction.responseRate"], DashboardParts.Percent(Language, group.ResponseRate), null),
            (Language["ops.satisfaction.flagged"], DashboardParts.Number(Language, group.Flagged), null),
            (Language["ops.satisfaction.late"], DashboardParts.Number(Language, group.Late), null));
    }

    private Html Months(SurveyDefinition survey, string title, SatisfactionReport report) => DashboardChart.Of(
        Language,
        $"{survey.Key}-chart",
        ChartKind.Line,
        Language.Say("ops.satisfaction.overMonths", ("survey", title)),
        [Language["ops.dimension.month"], Language["ops.satisfaction.mean"], Language["ops.satisfaction.low"], Language["ops.satisfaction.high"]],
        [.. report.Groups.Where(g => g.Survey == survey.Key).Select(g => (words.Of(Language, ReportDimension.Month, g.Month!), Points(g.Scores.Headline?.Estimate)))]);

    private static IReadOnlyList<double?> Points(Estimate? estimate) => [Rounded(estimate?.Mean), Rounded(estimate?.Low), Rounded(estimate?.High)];

    private Html Dimensions(SurveyDefinition survey, string title, SatisfactionGroup group)
    {
        var isGap = survey.Instrument == Instrument.ServQual;
        var names = survey.Dimensions.ToDictionary(d => d.Key, d => d.Names.In(Language.Tag) ?? d.Key);
        var rows = group.Scores.Dimensions
            .Select(IReadOnlyList<Html> (d) => [DashboardParts.Word(d.Dimension, Html.Of($"{names[d.Dimension]}")), .. Estimates(isGap ? "gap" : "mean", d.Mean)]);
        string[] heads = [Language["ops.satisfaction.dimension"], .. EstimateHeads(Language[isGap ? "ops.satisfaction.gap" : "ops.satisfaction.mean"])];
        return Html.Of($"""
            <div>{DashboardChart.Of(
                Language, $"{survey.Key}-dimensions-chart", ChartKind.Bar, Language.Say(isGap ? "ops.satisfaction.gaps" : "ops.satisfaction.dimensions", ("survey", title)),
                [Language["ops.satisfaction.dimension"], Language[isGap ? "ops.satisfaction.gap" : "ops.satisfaction.mean"]],
                [.. group.Scores.Dimensions.Select(d => (names[d.Dimension], (IReadOnlyList<double?>)[Rounded(d.Mean.Mean)]))])}
            <div id="{survey.Key}-dimensions" class="quiet">{DashboardParts.Table(Language["ops.satisfaction.dimension"], heads, rows)}</div></div>
            """);
    }

    private Html Groups(SurveyDefinition survey, string name, ReportDimension dimension, SatisfactionReport report, Func<SatisfactionGroup, string> word)
    {
        var groups = report.Groups.Where(g => g.Survey == survey.Key).ToList();
        var label = FigureWords.Dimension(Language, dimension);
        var measure = groups.Select(g => g.Scores.Headline?.Measure).OfType<string>().FirstOrDefault() ?? "";
        string[] heads =
        [
            label, .. EstimateHeads(measure.Length == 0 ? Language["ops.satisfaction.mean"] : Language[$"ops.satisfaction.{measure}"]),
            Language["ops.satisfaction.asked"], Language["ops.satisfaction.responseRate"],
        ];
        var rows = groups.Select(IReadOnlyList<Html> (g) =>
        [
            DashboardParts.Word(word(g), Html.Of($"{Name(dimension, word(g))}")),
            .. Estimates(measure, g.Scores.Headline?.Estimate),
            DashboardParts.Cell(Language, g.Asked),
            Value(g.ResponseRate, rate => DashboardParts.Percent(Language, rate)),
        ]);
        var hidden = dimension == ReportDimension.Service && report.Hidden is { } some
            ? Html.Of($"""<p class="hint">{Language.Say("ops.satisfaction.hidden", ("groups", DashboardParts.Number(Language, some.Groups)))}</p>""")
            : Html.Empty;
        var table = groups.Count == 0 ? Html.Empty : Html.Of($"""<div id="{survey.Key}-{name}" class="quiet">{DashboardParts.Table(label, heads, rows)}</div>""");
        return groups.Count == 0 && report.Hidden is null ? Html.Empty : Html.Of($"""
            {(dimension == ReportDimension.Month ? Html.Empty : Html.Of($"""<h3>{Language[$"ops.satisfaction.by.{name}"]}</h3>"""))}{hidden}{table}
            """);
    }

    private Html Items(SurveyDefinition survey, SatisfactionGroup group) => Html.Of($"""
        <details id="{survey.Key}-more"><summary>{Language["ops.satisfaction.items"]}</summary>
        <div id="{survey.Key}-items">{DashboardParts.Table(
            Language["ops.satisfaction.items"],
            [Language["ops.satisfaction.item"], .. EstimateHeads(Language["ops.satisfaction.mean"]), Language["ops.satisfaction.distribution"]],
            group.Scores.Items.Select(IReadOnlyList<Html> (i) =>
            [
                DashboardParts.Word(i.Item, Html.Of($"{survey.Find(i.Item)!.Question(Language.Tag)}")),
                .. Estimates("mean", i.Mean),
                Html.Of($"""<bdi dir="ltr">{Language.LocaliseDigits(string.Join(" · ", i.Distribution))}</bdi>"""),
            ]))}</div></details>
        """);

    private string File(string groupBy) => SatisfactionQuestion.FilePath + QueryString.Create(
    [
        new("period", question.Period.ToWord()), new("groupBy", groupBy), new("lang", Language.Tag.Value),
        .. question.Query.Survey is { } survey ? [new("survey", survey)] : Enumerable.Empty<KeyValuePair<string, string?>>(),
        .. question.Query.Service is { } service ? [new("service", service)] : Enumerable.Empty<KeyValuePair<string, string?>>(),
    ]);

    private string Name(ReportDimension dimension, string word) => dimension == ReportDimension.Channel
        ? Language[$"ops.satisfaction.channel.{word}"]
        : words.Of(Language, dimension, word);

    private IEnumerable<string> EstimateHeads(string mean) => [Language["ops.satisfaction.n"], mean, Language["ops.satisfaction.low"], Language["ops.satisfaction.high"]];

    private IEnumerable<Html> Estimates(string measure, Estimate? estimate) =>
    [
        DashboardParts.Cell(Language, estimate?.N ?? 0),
        .. ((double?[])[estimate?.Mean, estimate?.Low, estimate?.High]).Select(v => Value(v, _ => Written(measure, v))),
    ];

    private static Html Value(double? value, Func<double, string> write) =>
        value is { } number ? Html.Of($"""<data value="{DashboardParts.Raw((decimal)number)}">{write(number)}</data>""") : Html.Of($"–");

    /// <summary>Satisfied persons in per cent, all else as numbers of the scale.</summary>
    private string Written(string measure, double? value) => value is not { } number ? "–"
        : measure == "csat" ? DashboardParts.Percent(Language, number / 100)
        : Language.Format(Math.Round((decimal)number, measure == "nps" ? 1 : 2));

    private string? Interval(string measure, Estimate? estimate) => estimate is { N: > 0 }
        ? Language.Say(
            estimate.Low is null ? "ops.satisfaction.onlyN" : "ops.satisfaction.interval", ("low", Written(measure, estimate.Low)), ("high", Written(measure, estimate.High)),
            ("n", DashboardParts.Number(Language, estimate.N)))
        : null;

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 2) : null;
}
