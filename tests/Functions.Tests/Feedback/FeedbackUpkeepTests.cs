using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Peyk.Functions.Feedback;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Feedback;

/// <summary>What is kept of those who were asked, for how long, and under which keys.</summary>
public sealed class FeedbackUpkeepTests(AzuriteFixture azurite)
{
    private const string Comment = "The-canary-waited-7731";

    [Fact]
    public async Task Nothing_of_a_person_is_readable_in_the_tables()
    {
        await using var host = await FeedbackHost.StartAsync(azurite);
        await AnsweredAsync(host);

        foreach (var table in (string[])[Tables.FeedbackRequests, Tables.Responses, Tables.AskingPace])
        {
            var rows = (await host.RowsAsync(table)).Select(Readable).ToList();
            rows.ShouldNotBeEmpty();
            rows.ShouldAllBe(row => !row.Contains("citizen1", StringComparison.Ordinal) && !row.Contains("Canary", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task Person_and_words_go_thirty_days_after_the_end_and_the_scores_stay()
    {
        await using var host = await FeedbackHost.StartAsync(azurite);
        var (id, page) = await AnsweredAsync(host);

        await PassAsync(host, days: 14 + 29);
        (await PersonsAsync(host)).ShouldBe((1, 1));
        await PassAsync(host, days: 2);

        (await PersonsAsync(host)).ShouldBe((0, 0));
        var answers = (await host.FindAsync(id))["answers"]!.AsArray();
        answers.Select(a => (int?)a!["score"]).ShouldBe([3, null]);
        answers.ShouldAllBe(a => a!["comment"] == null);
        using var citizen = host.Citizen();
        (await citizen.GetStringAsync(page)).ShouldNotContain("<form");
    }

    [Fact]
    public async Task Nothing_more_is_kept_of_somebody_whose_time_is_over()
    {
        await using var host = await FeedbackHost.StartAsync(azurite);
        var (id, page) = await AnsweredAsync(host);
        await PassAsync(host, days: 46);

        using var answer = await host.AnswerAsync(page, ("part", "0"), ("item-satisfaction", "1"), ("item-trouble", Comment));

        ((int)answer.StatusCode).ShouldBe(200);
        (await host.FindAsync(id))["answers"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Everything_goes_with_the_log()
    {
        await using var host = await FeedbackHost.StartAsync(azurite);
        await AnsweredAsync(host);
        var skipped = FeedbackHost.Request(host.NewEmail());
        skipped["sample"] = 0;
        await host.PostAsync(skipped, key: "skipped");

        await PassAsync(host, days: 399);
        (await host.RowsAsync(Tables.FeedbackRequests)).Count.ShouldBe(2);
        await PassAsync(host, days: 33);

        (await host.RowsAsync(Tables.FeedbackRequests)).ShouldBeEmpty();
        (await host.RowsAsync(Tables.Responses)).ShouldBeEmpty();
        (await host.RowsAsync(Tables.Idempotency)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_was_asked_last_is_forgotten_after_the_quiet_period()
    {
        await using var host = await FeedbackHost.StartAsync(azurite);
        await host.PostAsync(FeedbackHost.Request(host.NewEmail()));

        await PassAsync(host, days: 29);
        (await host.RowsAsync(Tables.AskingPace)).Count.ShouldBe(1);
        await PassAsync(host, days: 2);

        (await host.RowsAsync(Tables.AskingPace)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stop_between_the_words_and_the_person_is_made_good_by_the_next_run()
    {
        await using var host = await FeedbackHost.StartAsync(azurite);
        await AnsweredAsync(host);
        host.Clock.Advance(TimeSpan.FromDays(46));
        host.Failure.BreakNext("\"Survey\":", after: false);

        await Should.ThrowAsync<InvalidOperationException>(() => host.Host.Get<FeedbackRetention>().RunAsync(default));
        (await PersonsAsync(host)).ShouldBe((1, 0));
        await host.Host.Get<FeedbackRetention>().RunAsync(default);

        (await PersonsAsync(host)).ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_new_master_key_rewraps_persons_and_words_once()
    {
        await using var before = await FeedbackHost.StartAsync(azurite);
        var (id, _) = await AnsweredAsync(before);
        var settings = before.Host.Get<IConfiguration>();
        await using var after = new FeedbackHost(azurite)
        {
            Storage = before.Storage,
            Clock = before.Clock,
            Settings = new()
            {
                ["Peyk__MasterKeys"] = $"newer:{Convert.ToBase64String(new byte[32])},{settings["Peyk:MasterKeys"]}",
                ["Peyk__LookupKey"] = settings["Peyk:LookupKey"]!,
                ["RetentionSchedule"] = "0 0 0 1 1 *",
            },
        };
        await after.InitializeAsync();

        var first = await after.Host.Get<FeedbackKeyRotation>().RunAsync(default);
        var second = await after.Host.Get<FeedbackKeyRotation>().RunAsync(default);

        (first, second).ShouldBe((2, 0));
        foreach (var table in (string[])[Tables.FeedbackRequests, Tables.Responses])
            (await after.RowsAsync(table)).Select(r => r.GetString("KeyId")).OfType<string>().ShouldBe(["newer"]);
        ((string?)(await after.FindAsync(id))["answers"]![1]!["comment"]).ShouldBe(Comment);
    }

    private static async Task<(string Id, Uri Page)> AnsweredAsync(FeedbackHost host)
    {
        var request = FeedbackHost.Request(host.NewEmail());
        request["to"]!["name"] = "Canary Sevenseven";
        request["reference"] = "canary-reference";
        var asked = await host.AskAsync(request);
        await host.AnswerAsync(asked.Page, ("part", "0"), ("item-satisfaction", "3"));
        await host.AnswerAsync(asked.Page, ("part", "1"), ("item-trouble", Comment));
        return asked;
    }

    private static async Task PassAsync(FeedbackHost host, int days)
    {
        host.Clock.Advance(TimeSpan.FromDays(days));
        await host.Host.Get<FeedbackRetention>().RunAsync(default);
    }

    /// <summary>Rows that tell of a person, and rows that hold their words.</summary>
    private static async Task<(int Persons, int Words)> PersonsAsync(FeedbackHost host) => (
        (await host.RowsAsync(Tables.FeedbackRequests)).Count(r => r.ContainsKey("Body") || r.ContainsKey("Contact") || r.ContainsKey("EmailHash")),
        (await host.RowsAsync(Tables.Responses)).Count(r => r.ContainsKey("Body")));

    private static string Readable(TableEntity row) => string.Join(
        '\n', row.Select(column => column.Value is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : $"{column.Value}"));
}
