using System.Net;
using System.Text.RegularExpressions;
using Peyk.Local.Simulator.Scenarios;

namespace Peyk.Local.Tests.Simulator;

/// <summary>Each row of the table, by what its own text promises.</summary>
public sealed partial class EmailScenarioTests : SimulatorTest
{
    private static IEnumerable<ScenarioRow> Rows => ScenarioTable.Rows.Where(row => row.Channel == "email");

    public static TheoryData<string, string, string, string> Bounces =>
        [.. from row in Rows
            let match = BouncePattern().Match(row.English)
            where match.Success
            select new TheoryDataRow<string, string, string, string>(
                row.Recipient, match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value)];

    public static TheoryData<string, string> Drops =>
        [.. from row in Rows
            let match = DropPattern().Match(row.English)
            where match.Success
            select new TheoryDataRow<string, string>(row.Recipient, match.Groups[1].Value)];

    public static TheoryData<string, string> Ways => new()
    {
        { "delivered", "processed,delivered" },
        { "deferred", "processed,deferred,deferred,delivered" },
        { "deferred-blocked", "processed,deferred,bounce" },
        { "late-bounce", "processed,delivered,bounce" },
        { "late-bounce-bare", "processed,delivered,bounce" },
        { "spam-report", "processed,delivered,spamreport" },
        { "opened", "processed,delivered,open" },
        { "prefetched", "processed,delivered,open" },
        { "clicked", "processed,delivered,open,click" },
        { "unsubscribed", "processed,delivered,unsubscribe" },
        { "group-unsubscribed", "processed,delivered,group_unsubscribe" },
        { "slow", "processed,delivered" },
        { "duplicated", "processed,delivered" },
        { "reordered", "delivered,processed" },
        { "early", "processed,delivered" },
        { "processed-only", "processed" },
        { "error-after-accept", "processed,delivered" },
    };

    [Theory]
    [MemberData(nameof(Bounces))]
    public async Task A_mail_bounces_as_the_table_says(string name, string type, string status, string classification)
    {
        await SendMailAsync(ScenarioTable.Address(name));
        await EventuallyAsync(() => EventTypes().Contains("bounce"));

        var bounce = Events().Last();
        bounce.GetProperty("type").GetString().ShouldBe(type);
        bounce.GetProperty("status").GetString().ShouldBe(status);
        bounce.GetProperty("bounce_classification").GetString().ShouldBe(classification);
        bounce.GetProperty("reason").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [MemberData(nameof(Drops))]
    public async Task A_mail_is_dropped_as_the_table_says(string name, string reason)
    {
        await SendMailAsync(ScenarioTable.Address(name));
        await EventuallyAsync(() => EventTypes().Contains("dropped"));

        Events().Single().GetProperty("reason").GetString().ShouldBe(reason);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_mail_goes_this_way(string name, string events)
    {
        await SendMailAsync(ScenarioTable.Address(name, "tag"));

        await EventuallyAsync(() => string.Join(',', Simulator.Mails.Single().History.Select(change => change.Status)) == events);
        await EventuallyAsync(() => EventTypes().Distinct().Order().SequenceEqual(events.Split(',').Distinct().Order()));
    }

    [Fact]
    public async Task Events_may_come_before_the_answer()
    {
        await SendMailAsync("early@sim.example");

        EventTypes().ShouldBe(["processed", "delivered"]);
    }

    [Theory]
    [InlineData("refused", 400)]
    [InlineData("unauthorized", 401)]
    [InlineData("forbidden", 403)]
    [InlineData("too-large", 413)]
    [InlineData("unavailable", 503)]
    public async Task A_request_is_refused(string name, int status)
    {
        var response = await SendMailAsync(ScenarioTable.Address(name));

        ((int)response.StatusCode).ShouldBe(status);
        (await JsonAsync(response)).GetProperty("errors").GetArrayLength().ShouldBe(1);
        Simulator.AcceptedMails.ShouldBe(0);
    }

    [Theory]
    [InlineData("rate-limited", 429)]
    [InlineData("server-error", 500)]
    public async Task Two_refusals_then_acceptance(string name, int status)
    {
        for (var i = 0; i < 2; i++)
            ((int)(await SendMailAsync(ScenarioTable.Address(name))).StatusCode).ShouldBe(status);

        (await SendMailAsync(ScenarioTable.Address(name))).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_rate_limit_tells_when_it_ends()
    {
        var response = await SendMailAsync("rate-limited@sim.example");

        response.Headers.GetValues("X-RateLimit-Remaining").Single().ShouldBe("0");
        response.Headers.Contains("X-RateLimit-Reset").ShouldBeTrue();
    }

    [Theory]
    [InlineData("timeout-after-accept", 1)]
    [InlineData("timeout-before-accept", 0)]
    [InlineData("silent", 1)]
    public async Task An_answer_may_never_come(string name, int accepted)
    {
        await GiveUpAsync(token => SendMailAsync(Mail(ScenarioTable.Address(name)), token));

        Simulator.AcceptedMails.ShouldBe(accepted);
    }

    [Theory]
    [InlineData("reset-before-accept", 0)]
    [InlineData("reset-after-accept", 1)]
    public async Task A_connection_is_reset(string name, int accepted)
    {
        await Should.ThrowAsync<HttpRequestException>(SendMailAsync(ScenarioTable.Address(name)));

        Simulator.AcceptedMails.ShouldBe(accepted);
    }

    [Fact]
    public async Task An_accepted_mail_may_have_no_event()
    {
        (await SendMailAsync("missing@sim.example")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await SendMailAsync("after@example.com");
        await EventuallyAsync(() => Events().Length == 2);

        Events().ShouldAllBe(json => json.GetProperty("email").GetString() == "after@example.com");
    }

    [Fact]
    public void Every_row_of_the_table_is_under_test()
    {
        string[] elsewhere =
        [
            "missing", "refused", "unauthorized", "forbidden", "too-large", "rate-limited", "server-error", "unavailable",
            "timeout-after-accept", "timeout-before-accept", "silent", "reset-before-accept", "reset-after-accept",
        ];

        var tested = Bounces.Select(row => row.Data.Item1).Concat(Drops.Select(row => row.Data.Item1))
            .Concat(Ways.Select(row => row.Data.Item1)).Concat(elsewhere);

        tested.Order().ShouldBe(Rows.Select(row => row.Recipient).Order());
    }

    [GeneratedRegex("^`bounce`, type `(\\w+)`, ([\\d.]+), ([^:]+):")]
    private static partial Regex BouncePattern();

    [GeneratedRegex("^`dropped`, ([^:]+):")]
    private static partial Regex DropPattern();
}
