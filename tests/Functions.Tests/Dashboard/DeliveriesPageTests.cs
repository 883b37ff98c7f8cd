using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NodaTime;
using Peyk.Functions.Reports;
using Peyk.Functions.Tests.Reports;
using Peyk.Testing;
using Peyk.Testing.Reports;

namespace Peyk.Functions.Tests.Dashboard;

/// <summary>The page of deliveries and the lists that it leads to. That its numbers are right, the recount shows.</summary>
public sealed partial class DeliveriesPageTests(DeliveriesPageTests.Fixture fixture) : IClassFixture<DeliveriesPageTests.Fixture>
{
    private ReportHost Host => fixture.Host;

    private string Day => $"{Host.Today:uuuu-MM-dd}";

    [Fact]
    public async Task It_shows_what_the_API_shows()
    {
        var page = PageFigures.ReadReport(await ReadAsync("groupBy=status"), Day, Day);
        var api = await Host.ReportAsync("groupBy=status");

        Written(page).ShouldBe(Written(api));
        Written(page).ShouldBe(["sent 12", "delivered 5"]);

        static IEnumerable<string> Written(JsonNode report) => report["groups"]!.AsArray().Select(g => $"{g!["status"]} {g["figures"]!["deliveries"]}");
    }

    [Fact]
    public async Task Groups_that_could_tell_of_a_person_are_hidden_as_in_the_API()
    {
        var html = await ReadAsync("groupBy=template");

        PageFigures.ReadReport(html, Day, Day)["groups"]!.AsArray().Select(g => (string)g!["template"]!).ShouldBe(["large"]);
        html.ShouldContain("3 groups with 10 deliveries");
    }

    [Fact]
    public async Task Of_a_few_persons_neither_numbers_nor_a_chart_are_shown()
    {
        var html = await ReadAsync("template=small");

        html.ShouldContain("too few notifications");
        html.ShouldNotContain("<data value=\"3\"");
        html.ShouldNotContain("<canvas");
    }

    [Fact]
    public async Task Days_without_figures_are_gaps_where_small_groups_are_hidden()
    {
        var gaps = PageFigures.ReadChart(await ReadAsync("template=large&groupBy=kind"), "days");
        var zeros = PageFigures.ReadChart(await ReadAsync("groupBy=kind"), "days");

        // Yesterday has one message of the template.
        (gaps[^2][0], zeros[^2].Sum()).ShouldBe((null, 1));
    }

    [Fact]
    public async Task In_Persian_it_has_the_same_numbers_and_the_months_of_the_Persian_calendar()
    {
        var (fa, en) = (await ReadAsync("groupBy=month", "fa"), await ReadAsync("groupBy=month"));
        var today = Host.Today.WithCalendar(Core.Calendars.DateInput.Persian);

        fa.ShouldContain("dir=\"rtl\"");
        PageFigures.ReadReport(fa, Day, Day)["total"]!.ToJsonString().ShouldBe(PageFigures.ReadReport(en, Day, Day)["total"]!.ToJsonString());
        PageFigures.ReadReport(fa, Day, Day)["groups"]!.AsArray().Select(g => (string)g!["month"]!).ShouldContain($"{today.Year:D4}-{today.Month:D2}");
    }

    [Fact]
    public async Task The_file_is_that_of_the_API()
    {
        using var answer = await fixture.Desk.GetAsync("/ops/deliveries/file?groupBy=status&lang=en");

        var api = await Host.Http.GetByteArrayAsync("/api/v1/reports/deliveries?groupBy=status&format=csv");
        Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync()).ShouldBe(Encoding.UTF8.GetString(api));
    }

    [Fact]
    public async Task A_question_that_makes_no_sense_is_told_and_the_usual_one_answered()
    {
        var html = await ReadAsync("groupBy=person&from=yesterday");

        html.ShouldContain("asks for something that there is not");
        PageFigures.ReadChart(html, "days").Count.ShouldBe(30);
    }

    [Theory]
    [InlineData("/ops/deliveries")]
    [InlineData("/ops/deliveries/file")]
    [InlineData("/ops/deliveries/list?day=2026-11-22")]
    public async Task A_stranger_sees_nothing(string path)
    {
        using var stranger = OpsUser.Of(Host.App.Url);

        (await stranger.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task A_day_and_a_status_lead_to_those_deliveries_and_each_to_its_notification()
    {
        var link = Links().Matches(await ReadAsync("groupBy=day&groupBy=status")).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value))
            .First(l => l.Contains(Day, StringComparison.Ordinal) && l.Contains("status=delivered", StringComparison.Ordinal));

        var html = await fixture.Desk.ReadAsync(link);

        Notifications().Matches(html).Select(m => Guid.Parse(m.Groups[1].Value)).ShouldBe(fixture.Delivered);
    }

    [Fact]
    public async Task A_list_has_no_test_messages_and_no_other_days()
    {
        var page = await Host.App.Get<DayDeliveries>().ReadAsync(Host.Today, Question(""), after: null, default);

        page.Next.ShouldBeNull();
        page.Deliveries.Count.ShouldBe(16);
        page.Deliveries.Select(d => d.Id).ShouldBeInOrder();
    }

    [Fact]
    public async Task A_long_list_comes_in_pages_that_have_everything_once()
    {
        var day = Host.Today.PlusDays(-40);
        var notifications = new GeneratedLog(DateTimeZoneProviders.Tzdb["Asia/Tehran"]).Day(day, 1_200).ToList();
        await ReportQuestions.WriteAsync(Host.App.Tables, notifications);
        var pages = new List<DeliveryPage>();
        do
        {
            pages.Add(await Host.App.Get<DayDeliveries>().ReadAsync(day, Question("channel=sms"), pages.LastOrDefault()?.Next, default));
        }
        while (pages[^1].Next is not null);

        pages.Count.ShouldBeGreaterThan(1);
        pages.ShouldAllBe(p => p.Deliveries.Count <= DayDeliveries.LongestPage);
        pages.SelectMany(p => p.Deliveries).Select(d => d.Id).ShouldBe(notifications
            .Where(rows => rows[0].GetBoolean("Test") is null && rows.Skip(1).Any(r => r.GetString("Channel") == "sms"))
            .Select(rows => Guid.Parse(rows[0].RowKey)).Order());
    }

    private static DeliveryReportQuery Question(string query) => DeliveryReportQuery.Read(
        new(new Microsoft.AspNetCore.Http.QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query))), new LocalDate(2026, 11, 22));

    private Task<string> ReadAsync(string query, string language = "en") => fixture.Desk.ReadAsync($"/ops/deliveries?{query}&lang={language}");

    [GeneratedRegex("href=\"(/ops/deliveries/list[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Links();

    [GeneratedRegex("href=\"/ops/notifications/([0-9a-f-]{36})", RegexOptions.None, 1000)]
    private static partial Regex Notifications();

    /// <summary>Yesterday one message of a template; today six of it, of which five are delivered, three, three and four of others, and a test message.</summary>
    public sealed class Fixture(AzuriteFixture azurite) : IAsyncLifetime
    {
        public ReportHost Host { get; private set; } = null!;

        public OpsUser Desk { get; private set; } = null!;

        public List<Guid> Delivered { get; } = [];

        public async ValueTask InitializeAsync()
        {
            Host = await ReportHost.StartAsync(azurite.NewAccount(), null, null, ("Dashboard__Access", "Key"));
            await Host.SentAsync("large");
            await Host.Rollups.RunAsync(default);
            Host.Time.Advance(TimeSpan.FromDays(1));
            for (var i = 0; i < 6; i++)
            {
                var id = (await Host.SentAsync("large")).Notification.Id;
                Host.Time.Advance(TimeSpan.FromSeconds(1));
                if (i == 5)
                    continue;
                await Host.DeliveredAsync(id);
                Delivered.Add(id);
            }

            foreach (var template in (string[])["small", "small", "small", "other", "other", "other", "third", "third", "third", "third"])
            {
                await Host.SentAsync(template);
                Host.Time.Advance(TimeSpan.FromSeconds(1));
            }

            await Host.SentAsync("large", isTest: true);
            await Host.Rollups.RunAsync(default);
            Desk = await OpsUser.SignInAsync(Host.App);
        }

        public async ValueTask DisposeAsync()
        {
            Desk.Dispose();
            await Host.DisposeAsync();
        }
    }
}
