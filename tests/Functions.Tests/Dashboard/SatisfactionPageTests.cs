using System.Text.Json.Nodes;
using Peyk.Core.Deliveries;
using Peyk.Core.Surveys;
using Peyk.Functions.Clients;
using Peyk.Functions.Feedback;
using Peyk.Functions.Reports;
using Peyk.Functions.Tests.Feedback;
using Peyk.Testing;
using Peyk.Testing.Reports;

namespace Peyk.Functions.Tests.Dashboard;

/// <summary>The page of satisfaction shows what the API gives, and hides what it hides.</summary>
public sealed class SatisfactionPageTests(SatisfactionPageTests.Fixture fixture) : IClassFixture<SatisfactionPageTests.Fixture>
{
    [Theory]
    [InlineData("services", "service", "csat")]
    [InlineData("services", "service", "nps")]
    [InlineData("channels", "channel", "csat")]
    [InlineData("months", "month", "servqual")]
    public async Task The_numbers_of_its_tables_are_those_of_the_API(string table, string groupBy, string survey)
    {
        var shown = PageFigures.ReadRows(await ReadAsync(), $"{survey}-{table}");
        var groups = (await ReportAsync($"&groupBy={groupBy}"))["groups"]!.AsArray().Where(g => (string)g!["survey"]! == survey).ToList();

        shown.Keys.ShouldBe(groups.Select(g => (string)g![groupBy]!));
        foreach (var group in groups)
        {
            var estimate = group!["scores"]!["headline"]!["estimate"]!;
            shown[(string)group[groupBy]!].Select(Rounded).ShouldBe(
                ((double?[])[(int)estimate["n"]!, (double?)estimate["mean"], (double?)estimate["low"], (double?)estimate["high"], (int)group["asked"]!, (double?)group["responseRate"]])
                .Select(v => Rounded((decimal?)v)));
        }

        static decimal? Rounded(decimal? value) => value is { } number ? Math.Round(number, 6) : null;
    }

    [Fact]
    public async Task Gaps_of_SERVQUAL_are_found_less_expected()
    {
        var gaps = PageFigures.ReadRows(await ReadAsync(), "servqual-dimensions");

        // Six was expected of all, four found by three persons and five by another: −2, −2, −2, −1; Student's t with 3 degrees of freedom is 3.182446.
        gaps.Keys.ShouldBe(["reliability", "assurance", "tangibles", "empathy", "responsiveness"], ignoreOrder: true);
        (gaps["empathy"][0], gaps["empathy"][1]).ShouldBe((4, -1.75m));
        gaps["empathy"][2]!.Value.ShouldBe(-1.75m - (3.182446m * 0.25m), 0.00001m);
    }

    [Fact]
    public async Task A_service_with_few_respondents_is_not_on_it_alone_or_asked_for()
    {
        var page = await ReadAsync();

        PageFigures.ReadRows(page, "csat-services").Keys.ShouldBe(["loan"]);
        page.ShouldContain("groups of all surveys are not shown");
        (await ReadAsync("&service=retirement&survey=csat")).ShouldContain("too few notifications");
    }

    [Fact]
    public async Task What_came_with_test_keys_is_not_on_it() =>
        PageFigures.ReadRows(await ReadAsync(), "csat-channels")["sms"][0].ShouldBe(9);

    [Fact]
    public async Task In_Persian_it_has_the_same_numbers()
    {
        var (fa, en) = (await ReadAsync(language: "fa"), await ReadAsync());

        PageFigures.ReadRows(fa, "nps-services").SelectMany(r => r.Value).ShouldBe(PageFigures.ReadRows(en, "nps-services").SelectMany(r => r.Value));
    }

    [Fact]
    public async Task An_address_that_makes_no_sense_is_told() => (await ReadAsync("&survey=none")).ShouldContain("asks for something that there is not");

    [Fact]
    public async Task Its_file_is_that_of_the_API()
    {
        using var answer = await fixture.Desk.GetAsync("/ops/satisfaction/file?period=thirty_days&groupBy=service&lang=en");

        var today = fixture.Today;
        (await answer.Content.ReadAsStringAsync()).ShouldBe(
            await fixture.Host.Api.Http.GetStringAsync($"/api/v1/reports/satisfaction?from={today.PlusDays(-29):uuuu-MM-dd}&groupBy=service&format=csv"));
    }

    [Fact]
    public async Task An_answer_is_reckoned_with_after_a_minute()
    {
        var recent = fixture.Host.Host.Get<RecentSatisfaction>();
        var query = new SatisfactionQuery(fixture.Today.PlusDays(-100), fixture.Today.PlusDays(1), NodaTime.CalendarSystem.Iso, SatisfactionGrouping.None, "ces");
        var before = await recent.ComputeAsync(query, default);
        await fixture.AnswerAsync("ces", "loan", AnswerChannel.Web, ("ease", 7));

        var same = await recent.ComputeAsync(query, default);
        fixture.Host.Clock.Advance(RecentSatisfaction.Lifetime);
        var after = await recent.ComputeAsync(query, default);

        (before.Total.Groups.Count, same.Total.Groups.Count, after.Total.Groups.Single().Answered).ShouldBe((0, 0, 1));
    }

    private Task<string> ReadAsync(string query = "", string language = "en") => fixture.Desk.ReadAsync($"/ops/satisfaction?period=ninety_days{query}&lang={language}");

    private async Task<JsonNode> ReportAsync(string query) =>
        JsonNode.Parse(await fixture.Host.Api.Http.GetStringAsync($"/api/v1/reports/satisfaction?from={fixture.Today.PlusDays(-89):uuuu-MM-dd}{query}"))!;

    /// <summary>Answers as they are kept: CSAT of two services, one of them with few respondents, NPS of one, SERVQUAL of four persons, and a test answer.</summary>
    public sealed class Fixture(AzuriteFixture azurite) : IAsyncLifetime
    {
        public FeedbackHost Host { get; } = new(azurite) { Settings = new() { ["Dashboard__Access"] = "Key", ["RetentionSchedule"] = "0 0 0 1 1 *" } };

        public OpsUser Desk { get; private set; } = null!;

        public NodaTime.LocalDate Today => Host.Host.Get<Functions.Delivery.NotificationKeys>().Day(Host.Clock.GetUtcNow());

        public async ValueTask InitializeAsync()
        {
            await Host.InitializeAsync();
            foreach (var score in (int[])[5, 5, 4, 4, 3, 2, 5, 1, 4])
                await AnswerAsync("csat", "loan", AnswerChannel.Sms, ("satisfaction", score));
            foreach (var score in (int[])[5, 1, 2])
                await AnswerAsync("csat", "retirement", AnswerChannel.Web, ("satisfaction", score));
            foreach (var score in (int[])[3, 3, 4, 5, 5])
                await AnswerAsync("csat", "pension", AnswerChannel.Web, ("satisfaction", score));
            foreach (var score in (int[])[10, 9, 9, 7, 3, 0])
                await AnswerAsync("nps", "loan", AnswerChannel.Web, ("recommend", score));
            await AnswerAsync("nps", "loan", AnswerChannel.Web);
            foreach (var found in (int[])[4, 4, 4, 5])
            {
                var items = Host.Host.Get<SurveyCatalog>().Find("servqual")!.Items.Where(i => !i.IsComment);
                await AnswerAsync("servqual", null, AnswerChannel.Web, [.. items.Select(i => (i.Key, i.Role == ItemRole.Expectation ? 6 : found))]);
            }

            await AnswerAsync("csat", "loan", AnswerChannel.Sms, isTest: true, ("satisfaction", 1));
            Desk = await OpsUser.SignInAsync(Host.Host, Scopes.DashboardView);
        }

        public Task AnswerAsync(string survey, string? service, AnswerChannel channel, params (string Item, int Score)[] scores) =>
            AnswerAsync(survey, service, channel, isTest: false, scores);

        public async ValueTask DisposeAsync()
        {
            Desk.Dispose();
            await Host.DisposeAsync();
        }

        private async Task AnswerAsync(string survey, string? service, AnswerChannel channel, bool isTest, params (string Item, int Score)[] scores)
        {
            var now = Host.Clock.GetUtcNow();
            var request = new FeedbackRequest(
                Guid.CreateVersion7(now), "test", isTest, survey, "fa", service, Channel.Sms, now, now.AddDays(14), FeedbackState.Open, Person: null);
            await Host.Host.Get<FeedbackStore>().AddAsync(request, default);
            if (scores.Length > 0)
            {
                await Host.Host.Get<ResponseStore>().AddAsync(
                    [.. scores.Select(s => new GivenAnswer(request.Id, "test", survey, s.Item, now, s.Score, channel, "fa", service, TimeSpan.FromHours(1), AnswerFlags.None, isTest))],
                    default);
            }
        }
    }
}
