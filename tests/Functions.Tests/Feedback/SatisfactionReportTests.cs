using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NodaTime;

namespace Peyk.Functions.Tests.Feedback;

/// <summary>What the answers amount to; the scoring itself is tested with core.</summary>
public sealed partial class SatisfactionReportTests(FeedbackHost host) : IClassFixture<FeedbackHost>, IAsyncLifetime
{
    private DateTimeOffset _today;

    /// <summary>Each test has days of its own.</summary>
    public ValueTask InitializeAsync()
    {
        host.Clock.Advance(TimeSpan.FromDays(3));
        _today = host.Clock.GetUtcNow();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task It_counts_the_last_answers_of_those_who_were_asked()
    {
        await AskedAsync("csat", 1, 5);
        await AskedAsync("csat", 4);
        await AskedAsync("csat", 2);
        await AskedAsync("csat");
        var skipped = FeedbackHost.Request(host.NewEmail());
        skipped["sample"] = 0;
        await host.PostAsync(skipped);

        var group = (await ReportAsync()).ShouldHaveSingleItem()!;

        ((int)group["asked"]!, (int)group["answered"]!, (double)group["responseRate"]!).ShouldBe((4, 3, 0.75));
        var item = group["scores"]!["items"]!.AsArray().First()!;
        item["distribution"]!.AsArray().Select(n => (int)n!).ShouldBe([0, 1, 0, 1, 1]);
        ((int)item["mean"]!["n"]!, (double)item["mean"]!["mean"]!).ShouldBe((3, 11 / 3.0));
        // Student's t with two degrees of freedom: 4.302653 times the root of 2.333333 / 3.
        ((double)item["mean"]!["low"]!).ShouldBe((11 / 3.0) - 3.794584, 1e-6);
        ((string?)group["scores"]!["headline"]!["measure"], (double)group["scores"]!["headline"]!["estimate"]!["mean"]!).ShouldBe(("csat", 200 / 3.0));
    }

    [Fact]
    public async Task It_tells_promoters_less_detractors()
    {
        foreach (var score in (int[])[10, 9, 8, 3])
            await AskedAsync("nps", score);

        var headline = (await ReportAsync())[0]!["scores"]!["headline"]!;

        ((string?)headline["measure"], (double)headline["estimate"]!["mean"]!).ShouldBe(("nps", 25.0));
    }

    [Fact]
    public async Task It_tells_the_gaps_of_servqual_by_dimension()
    {
        await FilledAsync("servqual", Score);

        var scores = (await ReportAsync())[0]!["scores"]!;

        scores["dimensions"]!.AsArray().Select(d => ((string?)d!["dimension"], (double)d["mean"]!["mean"]!)).ShouldBe(
            [("reliability", -2.0), ("assurance", -2.0), ("tangibles", 1.0), ("empathy", -2.0), ("responsiveness", -2.0)]);
        ((string?)scores["headline"]!["measure"]).ShouldBe("gap");
        ((double)scores["headline"]!["estimate"]!["mean"]!).ShouldBe(-1.4, 1e-9);

        // Six is expected of everything; four is found, but for what can be seen.
        static string Score(string item) =>
            item.StartsWith("item-e-", StringComparison.Ordinal) ? "6" : item.Contains("tangibles", StringComparison.Ordinal) ? "7" : "4";
    }

    [Fact]
    public async Task It_groups_by_service_channel_and_month()
    {
        await AskedAsync("csat", service: "retirement", scores: 5);
        await AskedAsync("csat", service: "unemployment-benefit", scores: 1);
        await AskedAsync("csat", service: "retirement");

        (await ReportAsync("&groupBy=service")).Select(g => ((string?)g!["service"], (int)g["asked"]!, (int)g["answered"]!))
            .ShouldBe([("retirement", 2, 1), ("unemployment-benefit", 1, 1)]);
        var byChannel = (await ReportAsync("&groupBy=channel")).ShouldHaveSingleItem()!;
        ((string?)byChannel["channel"], byChannel["responseRate"]).ShouldBe(("web", null));
        (await ReportAsync("&service=unemployment-benefit")).Select(g => (g!["service"], (int)g["answered"]!)).ShouldBe([(null, 1)]);
    }

    [Theory]
    [InlineData("gregorian", "month", 7)]
    [InlineData("gregorian", "day", 10)]
    [InlineData("persian", "month", 7)]
    [InlineData("persian", "day", 10)]
    public async Task It_groups_by_months_and_days_of_the_asked_calendar(string calendar, string time, int length)
    {
        await AskedAsync("ces", 6);
        var day = Instant.FromDateTimeOffset(_today).InZone(DateTimeZoneProviders.Tzdb["Asia/Tehran"]).Date
            .WithCalendar(calendar == "persian" ? CalendarSystem.PersianAstronomical : CalendarSystem.Iso);
        var written = $"{day.Year:D4}-{day.Month:D2}-{day.Day:D2}";

        var report = (await host.Api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/reports/satisfaction?calendar={calendar}&from={written}&to={written}&groupBy={time}"))!;

        report["groups"]!.AsArray().Select(g => ((string)g!["survey"]!, (string)g[time]!)).ShouldBe([("ces", written[..length])]);
        ((string)report["from"]!, (string)report["timeZone"]!).ShouldBe((written, "Asia/Tehran"));
    }

    [Fact]
    public async Task It_tells_the_effort_and_the_dimensions_of_a_digital_service_with_intervals()
    {
        await AskedAsync("ces", 7);
        await AskedAsync("ces", 4);
        await AskedAsync("ces", 4);
        await FilledAsync("e-s-qual", item => item.Contains("privacy", StringComparison.Ordinal) ? "2" : "4");
        await FilledAsync("e-s-qual", item => item.Contains("privacy", StringComparison.Ordinal) ? "3" : "4");

        var groups = await ReportAsync();

        var ces = groups.Single(g => (string)g!["survey"]! == "ces")!["scores"]!["headline"]!["estimate"]!;
        // 7, 4, 4: mean 5, standard deviation the root of 3; Student's t with two degrees of freedom: 4.302653.
        ((int)ces["n"]!, (double)ces["mean"]!).ShouldBe((3, 5.0));
        ((double)ces["low"]!).ShouldBe(5 - 4.302653, 1e-6);
        ((double)ces["high"]!).ShouldBe(5 + 4.302653, 1e-6);
        var privacy = groups.Single(g => (string)g!["survey"]! == "e-s-qual")!["scores"]!["dimensions"]!.AsArray()
            .Single(d => (string)d!["dimension"]! == "privacy")!["mean"]!;
        // 2 and 3: mean 2.5, standard deviation the root of 1/2; t with one degree of freedom: 12.706205.
        ((int)privacy["n"]!, (double)privacy["mean"]!).ShouldBe((2, 2.5));
        ((double)privacy["low"]!).ShouldBe(2.5 - (12.706205 / 2), 1e-6);
    }

    [Fact]
    public async Task As_a_file_it_has_a_line_for_each_figure()
    {
        await AskedAsync("csat", service: "retirement", scores: 5);
        await AskedAsync("csat", service: "retirement", scores: 3);

        using var answer = await host.Api.Http.GetAsync($"/api/v1/reports/satisfaction?from={_today:yyyy-MM-dd}&to={_today.AddDays(1):yyyy-MM-dd}&groupBy=service&format=csv");
        var bytes = await answer.Content.ReadAsByteArrayAsync();

        bytes[..3].ShouldBe(Encoding.UTF8.Preamble.ToArray());
        (answer.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentDisposition?.DispositionType).ShouldBe(("text/csv", "attachment"));
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(3);
        lines[0].ShouldBe("survey,service,asked,answered,response_rate,flagged,late,figure,name,n,mean,low,high,distribution");
        lines[1].ShouldStartWith("csat,retirement,2,2,1,0,0,headline,csat,2,50,");
        lines[2].ShouldStartWith("csat,retirement,2,2,1,0,0,item,satisfaction,2,4,");
        lines[2].ShouldEndWith(",0 0 1 0 1");
    }

    [Fact]
    public async Task Late_answers_are_counted_apart_and_change_no_score()
    {
        var (_, page) = await host.AskAsync();
        await host.AnswerAsync(page, ("part", "0"), ("item-satisfaction", "5"));
        host.Clock.Advance(TimeSpan.FromDays(15));
        await host.AnswerAsync(page, ("part", "0"), ("item-satisfaction", "1"));

        var group = (await ReportAsync())[0]!;

        ((int)group["late"]!, (double)group["scores"]!["items"]![0]!["mean"]!["mean"]!).ShouldBe((1, 5.0));
    }

    [Fact]
    public async Task It_needs_its_own_scope_and_refuses_what_it_does_not_know()
    {
        using var other = host.Host.ClientWith(await host.Host.NewKeyAsync("test", "responses:read"));
        (await other.GetAsync("/api/v1/reports/satisfaction")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);

        using var wrong = await host.Api.Http.GetAsync("/api/v1/reports/satisfaction?groupBy=colour&until=now");
        (await wrong.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsArray().Select(e => (string)e!["pointer"]!)
            .ShouldBe(["query:groupBy", "query:until"], ignoreOrder: true);
    }

    private Task AskedAsync(string survey, params int[] scores) => AskedAsync(survey, null, scores);

    private async Task AskedAsync(string survey, string? service, params int[] scores)
    {
        var request = FeedbackHost.Request(host.NewEmail(), survey);
        if (service is not null)
            request["service"] = service;
        var (_, page) = await host.AskAsync(request);
        foreach (var score in scores)
            (await host.AnswerAsync(page, ("part", "0"), ($"item-{Item(survey)}", $"{score}"))).StatusCode.ShouldBe(System.Net.HttpStatusCode.SeeOther);
    }

    private static string Item(string survey) => survey switch
    {
        "nps" => "recommend",
        "ces" => "ease",
        _ => "satisfaction",
    };

    /// <summary>Somebody fills in a survey of several parts.</summary>
    private async Task FilledAsync(string survey, Func<string, string> score)
    {
        var (_, page) = await host.AskAsync(survey);
        using var citizen = host.Citizen();
        var where = page;
        while (!where.OriginalString.Contains("thanks", StringComparison.Ordinal))
        {
            var html = await citizen.GetStringAsync(where);
            var part = Part().Match(html).Groups[1].Value;
            var items = Items().Matches(html).Select(m => m.Groups[1].Value).Distinct().Select(i => (i, score(i)));
            using var answer = await host.AnswerAsync(page, [("part", part), .. items]);
            where = answer.Headers.Location!;
        }
    }

    private async Task<JsonArray> ReportAsync(string query = "")
    {
        var path = $"/api/v1/reports/satisfaction?from={_today:yyyy-MM-dd}&to={_today.AddDays(1):yyyy-MM-dd}{query}";
        return (await host.Api.Http.GetFromJsonAsync<JsonObject>(path))!["groups"]!.AsArray();
    }

    [GeneratedRegex("name=\"part\" value=\"([0-9]+)\"")]
    private static partial Regex Part();

    [GeneratedRegex("name=\"(item-[a-z0-9-]+)\"")]
    private static partial Regex Items();
}
