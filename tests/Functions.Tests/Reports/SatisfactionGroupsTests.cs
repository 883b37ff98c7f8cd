using NodaTime;
using Peyk.Core.Surveys;
using Peyk.Functions.Feedback;
using Peyk.Functions.Reports;
using Peyk.Functions.Tests.Feedback;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Reports;

/// <summary>Which groups of respondents are shown where services are told apart, with the usual least of five.</summary>
public sealed class SatisfactionGroupsTests(SatisfactionGroupsTests.Fixture fixture) : IClassFixture<SatisfactionGroupsTests.Fixture>
{
    private static readonly LocalDate From = new(2026, 9, 1);
    private static readonly LocalDate To = new(2026, 11, 22);

    [Fact]
    public void A_service_with_few_respondents_is_hidden_with_the_next_larger_one()
    {
        var report = Report(SatisfactionGrouping.Service, [.. Persons("retirement", 3), .. Persons("pension", 6), .. Persons("loan", 9)]);

        (Services(report), report.Hidden).ShouldBe(("loan 9", new HiddenRespondents(2, 9)));
    }

    [Fact]
    public void The_silent_make_no_group_larger()
    {
        var report = Report(SatisfactionGrouping.Service, [.. Persons("retirement", 5), .. Persons("pension", 4), .. Persons("pension", 20, score: null), .. Persons("loan", 8)]);

        Services(report).ShouldBe("loan 8");
    }

    [Fact]
    public void A_service_where_nobody_answered_is_not_shown_and_hides_no_other()
    {
        var report = Report(SatisfactionGrouping.Service, [.. Persons("retirement", 5), .. Persons("pension", 20, score: null)]);

        (Services(report), report.Hidden).ShouldBe(("retirement 5", new HiddenRespondents(1, null)));
    }

    [Fact]
    public void Who_asks_for_one_service_alone_learns_no_more()
    {
        AskedPerson[] persons = [.. Persons("retirement", 3), .. Persons("pension", 6), .. Persons("loan", 9)];

        Report(SatisfactionGrouping.None, persons, service: "retirement").ShouldSatisfyAllConditions(
            r => r.Groups.ShouldBeEmpty(),
            r => r.Hidden.ShouldBe(new HiddenRespondents(1, null)));
        Report(SatisfactionGrouping.None, persons, service: "pension").Groups.ShouldBeEmpty("with it and the total, retirement could be found");
        Report(SatisfactionGrouping.None, persons, service: "loan").Groups.ShouldHaveSingleItem().Answered.ShouldBe(9);
    }

    [Fact]
    public void No_month_of_a_service_can_be_found_from_the_totals_of_its_months_or_services()
    {
        AskedPerson[] persons =
        [
            .. Persons("retirement", 3, month: 9), .. Persons("retirement", 9, month: 10), .. Persons("retirement", 8, month: 11),
            .. Persons("loan", 7, month: 9), .. Persons("loan", 12, month: 10), .. Persons("loan", 6, month: 11),
        ];

        var report = Report(SatisfactionGrouping.Service | SatisfactionGrouping.Month, persons);

        // Of September both are hidden, of each service another month with it.
        report.Groups.Select(g => $"{g.Service} {g.Month}").ShouldNotContain(g => g.EndsWith("2026-09", StringComparison.Ordinal));
        foreach (var total in report.Groups.GroupBy(g => g.Service))
            (persons.Count(p => p.Service == total.Key) - total.Sum(g => g.Answered)).ShouldBeGreaterThanOrEqualTo(5);
        foreach (var total in report.Groups.GroupBy(g => g.Month))
            (persons.Count(p => $"{p.Asked:uuuu-MM}" == total.Key) - total.Sum(g => g.Answered)).ShouldNotBeInRange(1, 4);
    }

    [Fact]
    public void Channels_of_a_service_are_groups_of_their_own()
    {
        var report = Report(
            SatisfactionGrouping.Service | SatisfactionGrouping.Channel,
            [.. Persons("retirement", 2, channel: AnswerChannel.Sms), .. Persons("retirement", 30), .. Persons("loan", 30, channel: AnswerChannel.Sms), .. Persons("loan", 40)]);

        report.Groups.ShouldNotContain(g => g.Service == "retirement" && g.Channel == AnswerChannel.Sms);
    }

    [Fact]
    public void Where_services_are_not_told_apart_every_group_is_shown()
    {
        var report = Report(SatisfactionGrouping.Month, [.. Persons("retirement", 1, month: 9), .. Persons("loan", 2, month: 10)]);

        (report.Groups.Count, report.Hidden).ShouldBe((2, null));
    }

    private SatisfactionReport Report(SatisfactionGrouping grouping, AskedPerson[] persons, string? service = null) =>
        fixture.Reports.Compute(new(From, To, CalendarSystem.Iso, grouping, Service: service), persons);

    private static string Services(SatisfactionReport report) => string.Join(", ", report.Groups.Select(g => $"{g.Service} {g.Answered}"));

    private static IEnumerable<AskedPerson> Persons(string service, int count, int month = 11, AnswerChannel channel = AnswerChannel.Web, int? score = 4) =>
        Enumerable.Range(0, count).Select(_ => new AskedPerson(
            "csat", service, new(2026, month, 5), score is null ? null : channel, 0, 0,
            new(score is null ? new Dictionary<string, Answer>() : new Dictionary<string, Answer> { ["satisfaction"] = new(score) })));

    public sealed class Fixture(AzuriteFixture azurite) : IAsyncLifetime
    {
        private readonly FeedbackHost _host = new(azurite) { Settings = new() { ["RetentionSchedule"] = "0 0 0 1 1 *" } };

        public SatisfactionReports Reports => _host.Host.Get<SatisfactionReports>();

        public ValueTask InitializeAsync() => _host.InitializeAsync();

        public ValueTask DisposeAsync() => _host.DisposeAsync();
    }
}
