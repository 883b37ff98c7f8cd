using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Functions.Clients;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Reports;

/// <summary>Indicators, forecast and complaints as the API gives them, over a hundred days.</summary>
public sealed class OutlookApiTests(OutlookApiTests.Fixture fixture) : IClassFixture<OutlookApiTests.Fixture>
{
    private ReportHost Host => fixture.Host;

    [Fact]
    public async Task Each_indicator_has_its_days_with_what_was_usual_before_them()
    {
        var report = await GetAsync("indicators");

        report["indicators"]!.AsArray().Select(i => $"{i!["indicator"]} {i["unit"]} {i["badWhen"]} {i["days"]!.AsArray().Count}").ShouldBe(
        [
            "time_to_first_contact seconds high 30", "failure_ratio share high 30", "complaint_backlog count high 30", "opt_out_rate share high 30",
            "response_rate share low 30",
        ]);
        var failures = Indicator(report, "failure_ratio");
        var yesterday = failures["days"]!.AsArray()[^2]!;
        // 50 of 500, where 10 of 500 are usual.
        ((double)yesterday["value"]!, (string)yesterday["state"]!, (long)yesterday["volume"]!, (double)yesterday["usual"]!["median"]!).ShouldBe((0.1, "outside", 500, 0.02));
        ((bool)failures["isOutside"]!, (string)failures["current"]!["day"]!).ShouldBe((true, $"{Host.Today.PlusDays(-1):uuuu-MM-dd}"));
        report["indicators"]!.AsArray().Where(i => (bool)i!["isOutside"]!).Select(i => (string)i!["indicator"]!).ShouldBe(["failure_ratio"]);
    }

    [Fact]
    public async Task A_day_before_there_was_enough_history_says_so()
    {
        var from = Host.Today.PlusDays(-Fixture.Days);

        var report = await GetAsync($"indicators?from={from:uuuu-MM-dd}&to={from.PlusDays(20):uuuu-MM-dd}");

        var states = Indicator(report, "failure_ratio")["days"]!.AsArray().Select(d => (string)d!["state"]!).ToList();
        (states.Count(s => s == "not_enough_history"), states.Count(s => s == "usual")).ShouldBe((14, 7));
    }

    [Fact]
    public async Task The_response_rate_is_of_answers_within_a_day_and_of_days_that_had_one()
    {
        var days = Indicator(await GetAsync("indicators"), "response_rate")["days"]!.AsArray();

        days[^1]!.AsObject().ContainsKey("value").ShouldBeFalse();
        days[^2]!.AsObject().ContainsKey("value").ShouldBeFalse();
        ((double)days[^3]!["value"]!).ShouldBe(0.25);
    }

    [Fact]
    public async Task The_forecast_follows_the_week_and_says_how_wrong_it_was()
    {
        var report = await GetAsync("forecast");

        report["series"]!.AsArray().Select(s => (string?)s!["channel"] ?? "all").ShouldBe(["all", "sms", "email"]);
        var sms = report["series"]![1]!;
        ((string)sms["state"]!, sms["past"]!.AsArray().Count, sms["days"]!.AsArray().Count).ShouldBe(("known", 28, 14));
        // Today is the first of them, three days after the quiet weekday.
        sms["days"]!.AsArray().Select(d => (double)d!["expected"]!).Select((expected, i) => expected < 200 ? i : -1).Where(i => i >= 0).ShouldBe([4, 11]);
        ((double)sms["days"]![4]!["expected"]!, (double)sms["days"]![0]!["expected"]!).ShouldBe((100, 500));
        ((double)sms["error"]!["wape"]!, (int)sms["error"]!["forecasts"]!).ShouldBe((0, 392));
        ((string)report["lastDay"]!).ShouldBe($"{Host.Today.PlusDays(-1):uuuu-MM-dd}");
    }

    [Fact]
    public async Task What_came_with_other_keys_is_nothing_to_a_test_key()
    {
        using var http = Host.App.ClientWith(await TestKeyAsync());

        var report = JsonNode.Parse(await http.GetStringAsync("/api/v1/reports/forecast"))!;

        report["series"]!.AsArray().ShouldAllBe(s => (string)s!["state"]! == "known" && (double)s["days"]![0]!["expected"]! == 0);
    }

    [Fact]
    public async Task Without_history_there_is_no_forecast_and_it_says_so()
    {
        await using var host = await ReportHost.StartAsync(fixture.NewAccount());
        await host.PutAsync(host.Today.PlusDays(-27), Fixture.Deliveries(90, 10));

        var series = (await GetAsync("forecast", host))["series"]!.AsArray();

        series.ShouldAllBe(s => (string)s!["state"]! == "not_enough_history" && s["days"]!.AsArray().Count == 0 && s["past"]!.AsArray().Count == 27);
    }

    [Fact]
    public async Task Complaints_add_up_and_the_backlog_is_the_last_days()
    {
        var total = (await GetAsync("complaints"))["total"]!;

        // 30 days with 6 + 1 opened and 5 answered of them; the last day's backlog.
        ((long)total["opened"]!, (long)total["answered"]!, (long)total["onTime"]!, (long)total["backlog"]!, (long)total["overdue"]!).ShouldBe((210, 150, 120, 11, 2));
        ((long)total["timeToAnswer"]!["count"]!).ShouldBe(150);
        ((double)total["timeToAnswer"]!["p50"]!).ShouldBe(7200, tolerance: 7200 / 64.0);
    }

    [Fact]
    public async Task Complaints_of_a_service_with_few_are_not_shown()
    {
        var report = await GetAsync($"complaints?groupBy=service&from={Host.Today.PlusDays(-2):uuuu-MM-dd}");

        // Three of the small service: with them the next larger group would tell.
        report["groups"]!.AsArray().ShouldBeEmpty();
        ((int)report["hiddenGroups"]!, (long)report["total"]!["opened"]!).ShouldBe((2, 21));
    }

    [Fact]
    public async Task Complaints_by_month_have_the_backlog_of_the_months_end()
    {
        var months = (await GetAsync("complaints?groupBy=month"))["groups"]!.AsArray();

        months.Sum(m => (long)m!["figures"]!["opened"]!).ShouldBe(210);
        months.ShouldAllBe(m => (long)m!["figures"]!["backlog"]! == 11);
    }

    [Theory]
    [InlineData("indicators", "indicator,unit,day,value", 150)]
    [InlineData("forecast", "channel,day,deliveries,expected", 126)]
    [InlineData("complaints?groupBy=day", "day,opened,answered,on_time", 31)]
    public async Task Each_comes_as_a_file_too(string path, string head, int lines)
    {
        using var answer = await Host.Http.GetAsync($"/api/v1/reports/{path}{(path.Contains('?', StringComparison.Ordinal) ? "&" : "?")}format=csv");
        var bytes = await answer.Content.ReadAsByteArrayAsync();

        bytes[..3].ShouldBe(Encoding.UTF8.Preamble.ToArray());
        (answer.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentDisposition?.DispositionType).ShouldBe(("text/csv", "attachment"));
        var rows = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        rows[0].ShouldStartWith(head);
        rows.Length.ShouldBe(lines + 1);
        rows.Select(r => r.Split(',').Length).Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("indicators?from=2026-13-01&calendar=mayan&format=pdf&frm=1", "query:calendar query:format query:frm query:from")]
    [InlineData("forecast?calendar=mayan&from=2026-01-01", "query:calendar query:from")]
    [InlineData("complaints?groupBy=day,person&source=fate&to=never", "query:groupBy query:source query:to")]
    public async Task Everything_that_is_wrong_is_told_at_once(string path, string pointers)
    {
        using var answer = await Host.Http.GetAsync($"/api/v1/reports/{path}");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsArray();
        string.Join(' ', errors.Select(e => (string)e!["pointer"]!).Order(StringComparer.Ordinal)).ShouldBe(pointers);
    }

    [Theory]
    [InlineData("indicators")]
    [InlineData("forecast")]
    [InlineData("complaints")]
    public async Task A_key_without_the_scope_sees_nothing(string path)
    {
        using var http = Host.App.ClientWith(await Host.App.NewKeyAsync($"poor-{path}", Scopes.Read));

        using var answer = await http.GetAsync($"/api/v1/reports/{path}");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_was_counted_anew_is_seen_at_once()
    {
        await using var host = await ReportHost.StartAsync(fixture.NewAccount());
        await host.PutAsync(host.Today, Fixture.Deliveries(90, 10));
        var before = (double)Indicator(await GetAsync("indicators", host), "failure_ratio")["current"]!["value"]!;

        host.Time.Advance(TimeSpan.FromMinutes(10));
        await host.PutAsync(host.Today, Fixture.Deliveries(50, 50));
        var after = (double)Indicator(await GetAsync("indicators", host), "failure_ratio")["current"]!["value"]!;

        (before, after).ShouldBe((0.1, 0.5));
    }

    private static JsonNode Indicator(JsonNode report, string name) => report["indicators"]!.AsArray().Single(i => (string)i!["indicator"]! == name)!;

    private async Task<JsonObject> GetAsync(string path, ReportHost? host = null) =>
        JsonNode.Parse(await (host ?? Host).Http.GetStringAsync($"/api/v1/reports/{path}"))!.AsObject();

    private async Task<string> TestKeyAsync() =>
        (await Host.App.Get<ApiKeys>().CreateAsync(new KeyRequest("tester", [Scopes.Reports], null) { IsTest = true }, default)).Key;

    /// <summary>100 full days and today, all alike but for the weekday of three days ago, when a fifth is sent; yesterday five times as many failed.</summary>
    public sealed class Fixture(AzuriteFixture azurite) : IAsyncLifetime
    {
        public const int Days = 100;

        public ReportHost Host { get; private set; } = null!;

        public string NewAccount() => azurite.NewAccount();

        public async ValueTask InitializeAsync()
        {
            Host = await ReportHost.StartAsync(azurite.NewAccount(), null, null, ("Peyk__WorkingWeek__Holidays", "none"));
            for (var age = Days; age >= 0; age--)
            {
                var day = Host.Today.PlusDays(-age);
                var sms = day.DayOfWeek == Host.Today.PlusDays(-3).DayOfWeek ? 100 : 500;
                var failed = age == 1 ? sms / 10 : sms / 50;
                await Host.PutAsync(day, age == 0 ? new() : Deliveries(sms - failed, failed), Facts());
            }
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();

        public static DeliveryTally Deliveries(int arrived, int failed)
        {
            var tally = new DeliveryTally();
            var key = new DeliveryKey("status-updates", "retirement", Channel.Sms, "step", "fa", DeliveryStatus.Delivered, null, IsTest: false);
            tally[key].Deliveries = arrived;
            tally[key with { Status = DeliveryStatus.Failed, Reason = Reason.Unreachable }].Deliveries = failed;
            for (var i = 0; i < 100; i++)
                tally[key].ToSent.Add(TimeSpan.FromSeconds(2));
            return tally;
        }

        private static DayFacts Facts()
        {
            var facts = new DayFacts();
            facts.AddOptOuts(new(OptOutWay.Stop, Channel.Sms, IsTest: false), 1);
            var feedback = facts[new FeedbackKey("csat", "retirement", IsTest: false)];
            feedback.Asked = 40;
            for (var i = 0; i < 20; i++)
                feedback.ToAnswer.Add(TimeSpan.FromHours(i < 10 ? 2 : 60));
            var complaints = facts[new ComplaintKey("retirement", "form", IsTest: false)];
            (complaints.Opened, complaints.Answered, complaints.OnTime, complaints.Open, complaints.Overdue) = (6, 5, 4, 10, 2);
            for (var i = 0; i < 5; i++)
                complaints.ToAnswer.Add(TimeSpan.FromHours(2));
            (facts[new ComplaintKey("unemployment-benefit", "form", IsTest: false)].Opened, facts[new ComplaintKey("unemployment-benefit", "form", IsTest: false)].Open) = (1, 1);
            return facts;
        }
    }
}
