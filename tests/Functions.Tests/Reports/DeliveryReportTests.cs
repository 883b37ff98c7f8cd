using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Peyk.Functions.Clients;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Reports;

/// <summary>The report as the API gives it.</summary>
public sealed class DeliveryReportTests(DeliveryReportTests.Fixture fixture) : IClassFixture<DeliveryReportTests.Fixture>
{
    private ReportHost Host => fixture.Host;

    [Fact]
    public async Task It_counts_statuses_units_cost_and_times()
    {
        var total = (await Host.ReportAsync("template=large"))["total"]!;

        ((long)total["deliveries"]!, (long)total["statuses"]!["delivered"]!, (long)total["statuses"]!["sent"]!).ShouldBe((6, 5, 1));
        ((long)total["taken"]!, (long)total["units"]!, (decimal)total["cost"]![0]!["amount"]!).ShouldBe((6, 12, 0.96m));
        ((double)total["deliveredRate"]!, (long)total["acceptedToSent"]!["count"]!, (long)total["sentToDelivered"]!["count"]!).ShouldBe((1, 6, 5));
    }

    [Fact]
    public async Task Small_groups_are_not_shown_where_they_could_tell_of_a_person()
    {
        var report = await Host.ReportAsync("groupBy=template,status");

        report["groups"]!.AsArray().Select(g => (string)g!["template"]!).Distinct().ShouldBe(["large"]);
        ((int)report["hidden"]!["groups"]!, (long)report["hidden"]!["deliveries"]!, (long)report["total"]!["deliveries"]!).ShouldBe((3, 10, 16));
    }

    [Fact]
    public async Task Where_they_tell_of_nobody_small_groups_are_shown()
    {
        var report = await Host.ReportAsync("groupBy=status");

        report["groups"]!.AsArray().Select(g => $"{g!["status"]} {g["figures"]!["deliveries"]}").ShouldBe(["sent 11", "delivered 5"]);
        report.ContainsKey("hidden").ShouldBeFalse();
    }

    [Fact]
    public async Task A_filter_that_leaves_a_few_persons_shows_nothing_of_them()
    {
        var report = await Host.ReportAsync("template=small");

        report.ContainsKey("total").ShouldBeFalse();
        report["groups"]!.AsArray().ShouldBeEmpty();
        report["hidden"]!.AsObject().ContainsKey("deliveries").ShouldBeFalse();
    }

    [Fact]
    public async Task What_came_with_test_keys_is_shown_to_test_keys_only()
    {
        var key = (await Host.App.Get<ApiKeys>().CreateAsync(new KeyRequest("tester", [Scopes.Reports], null) { IsTest = true }, default)).Key;
        using var http = Host.App.ClientWith(key);

        var report = JsonNode.Parse(await http.GetStringAsync("/api/v1/reports/deliveries"))!;

        ((long)report["total"]!["deliveries"]!, (long)(await Host.ReportAsync(""))["total"]!["deliveries"]!).ShouldBe((1, 16));
    }

    [Fact]
    public async Task Days_can_be_named_in_the_Persian_calendar()
    {
        var day = Host.Today.WithCalendar(Core.Calendars.DateInput.Persian);
        var written = $"{day.Year:D4}-{day.Month:D2}-{day.Day:D2}";
        var typed = string.Concat(written.Replace('-', '/').Select(c => char.IsAsciiDigit(c) ? (char)('۰' + (c - '0')) : c));

        var report = await Host.ReportAsync($"calendar=persian&from={Uri.EscapeDataString(typed)}&to={written}&groupBy=day,month");

        ((string?)report["from"], (string?)report["groups"]![0]!["day"], (string?)report["groups"]![0]!["month"]).ShouldBe((written, written, written[..7]));
        ((long)report["total"]!["deliveries"]!).ShouldBe(16);
    }

    [Fact]
    public async Task As_a_file_it_opens_in_a_spreadsheet()
    {
        using var answer = await Host.Http.GetAsync("/api/v1/reports/deliveries?groupBy=channel,status&format=csv");
        var bytes = await answer.Content.ReadAsByteArrayAsync();

        bytes[..3].ShouldBe(Encoding.UTF8.Preamble.ToArray());
        (answer.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentDisposition?.DispositionType).ShouldBe(("text/csv", "attachment"));
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Select(l => string.Join(',', l.Split(',')[..4])).ShouldBe(
            ["channel,status,notifications,deliveries", "sms,sent,11,11", "sms,delivered,5,5", "total,,16,16"]);
        lines.Select(l => l.Split(',').Length).Distinct().Count().ShouldBe(1);
        lines[0].ShouldContain(",cost_USD,");
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        using var answer = await Host.Http.GetAsync(
            $"/api/v1/reports/deliveries?from=2026-13-01&calendar=mayan&groupBy=day,person&status=lost&reason=fate&channel=pigeon&kind={new string('k', 501)}&format=pdf&frm=2026-01-01");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsArray();
        errors.Select(e => $"{e!["pointer"]} {e["code"]}").Order(StringComparer.Ordinal).ShouldBe(
        [
            "query:calendar unknown_value", "query:channel unknown_value", "query:format unknown_value", "query:frm unknown_member", "query:from format",
            "query:groupBy unknown_value", "query:kind too_long", "query:reason unknown_value", "query:status unknown_value",
        ]);
    }

    [Theory]
    [InlineData("from=2026-11-02&to=2026-11-01", "it ends before it begins")]
    [InlineData("from=2025-01-01&to=2026-01-02", "it has 367 days")]
    public async Task A_period_must_be_one_of_at_most_a_year(string period, string why)
    {
        using var answer = await Host.Http.GetAsync($"/api/v1/reports/deliveries?{period}");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, why);
        ((string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]![0]!["pointer"]).ShouldBe("query:from");
    }

    [Fact]
    public async Task A_key_without_the_scope_sees_nothing()
    {
        using var http = Host.App.ClientWith(await Host.App.NewKeyAsync("poor", Scopes.Read));

        using var answer = await http.GetAsync("/api/v1/reports/deliveries");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task It_says_when_it_was_counted()
    {
        var counted = (DateTimeOffset)(await Host.ReportAsync(""))["countedAt"]!;

        (Host.Time.GetUtcNow() - counted).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    /// <summary>Six messages of one template, three, three and four of others, and a test message; all counted.</summary>
    public sealed class Fixture(AzuriteFixture azurite) : IAsyncLifetime
    {
        public ReportHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Host = await ReportHost.StartAsync(azurite.NewAccount());
            for (var i = 0; i < 6; i++)
            {
                var id = (await Host.SentAsync("large")).Notification.Id;
                if (i < 5)
                    await Host.DeliveredAsync(id);
            }

            foreach (var template in (string[])["small", "small", "small", "other", "other", "other", "third", "third", "third", "third"])
                await Host.SentAsync(template);
            await Host.SentAsync("large", isTest: true);
            await Host.Rollups.RunAsync(default);
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
