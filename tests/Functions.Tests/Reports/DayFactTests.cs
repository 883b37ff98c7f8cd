using Peyk.Core.Addresses;
using Peyk.Core.Inbound;
using Peyk.Functions.Contacts;
using Peyk.Functions.Feedback;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Reports;

/// <summary>Opt-outs, complaints and feedback of a day: counted again, late, after crashes, and when their rows are gone.</summary>
public sealed class DayFactTests(AzuriteFixture azurite)
{
    private static readonly PhoneNumber Mobile = PhoneNumber.Parse("+989120000001");

    [Fact]
    public async Task Rows_of_opt_outs_go_as_contents_do_and_their_counts_stay()
    {
        await using var host = await ReportHost.StartAsync(azurite.NewAccount());
        var day = host.Today;
        await StopAsync(host, "SM1");
        await host.Rollups.RunAsync(default);
        var before = await RowsAsync(host);

        host.Time.Advance(TimeSpan.FromDays(32));
        await host.Rollups.RunAsync(default);
        await host.Rollups.CountAsync(day, default);

        (before, await RowsAsync(host), await host.OptOutsAsync(day)).ShouldBe((1, 0, "Stop/Sms=1"));

        static async Task<int> RowsAsync(ReportHost host) =>
            await host.App.Tables.GetTableClient(Tables.Rollups).QueryAsync<Azure.Data.Tables.TableEntity>("PartitionKey ge 'opt-outs' and PartitionKey lt 'opt-outs~'").CountAsync();
    }

    [Fact]
    public async Task A_complaint_is_in_the_backlog_of_every_day_until_it_is_answered()
    {
        await using var host = await ReportHost.StartAsync(azurite.NewAccount());
        var day = host.Today;
        var complaint = await host.ComplainedAsync("retirement", TimeSpan.FromDays(2));
        await host.ComplainedAsync("retirement", TimeSpan.FromDays(30));
        await host.Rollups.RunAsync(default);
        host.Time.Advance(TimeSpan.FromDays(4));
        await host.AnsweredAsync(complaint);

        await host.Rollups.RunAsync(default);

        var days = new List<string>();
        for (var i = 0; i <= 4; i++)
            days.Add(await host.ComplaintsAsync(day.PlusDays(i)));
        days.ShouldBe(
        [
            "retirement/form opened 2, answered 0 (0 in time), open 2 (0 overdue)",
            "retirement/form opened 0, answered 0 (0 in time), open 2 (0 overdue)",
            "retirement/form opened 0, answered 0 (0 in time), open 2 (1 overdue)",
            "retirement/form opened 0, answered 0 (0 in time), open 2 (1 overdue)",
            "retirement/form opened 0, answered 1 (0 in time), open 1 (0 overdue)",
        ]);
    }

    [Fact]
    public async Task A_late_answer_to_a_survey_corrects_the_day_on_which_it_was_asked()
    {
        await using var host = await ReportHost.StartAsync(azurite.NewAccount());
        var day = host.Today;
        var request = await host.AskedAsync();
        await host.AskedAsync();
        await host.Rollups.RunAsync(default);
        host.Time.Advance(TimeSpan.FromDays(2));
        await host.Rollups.RunAsync(default);
        var before = await host.FeedbackAsync(day);

        await host.RespondedAsync(request);
        await host.Rollups.RunAsync(default);

        (before, await host.FeedbackAsync(day), await host.FeedbackAsync(host.Today)).ShouldBe(("csat asked 2, answered 0", "csat asked 2, answered 1", ""));
    }

    [Fact]
    public async Task A_crash_between_the_mark_and_an_answer_costs_no_more_than_a_recount()
    {
        await using var host = await ReportHost.StartAsync(azurite.NewAccount());
        var day = host.Today;
        var request = await host.AskedAsync();
        host.Time.Advance(TimeSpan.FromDays(1));

        host.Failure.BreakNext("\"FirstAnswerAt\"", after: false);
        await Should.ThrowAsync<InvalidOperationException>(() => host.RespondedAsync(request));
        await host.Rollups.RunAsync(default);
        var (marks, unchanged) = (await host.MarksAsync(), await host.FeedbackAsync(day));
        await host.RespondedAsync(request);
        await host.Rollups.RunAsync(default);

        host.Failure.Broken.ShouldBe(1);
        (marks, unchanged, await host.FeedbackAsync(day)).ShouldBe((1, "csat asked 1, answered 0", "csat asked 1, answered 1"));
    }

    [Fact]
    public async Task Counting_again_changes_nothing_not_even_the_row()
    {
        await using var host = await ReportHost.StartAsync(azurite.NewAccount());
        await StopAsync(host, "SM1");
        await host.ComplainedAsync(null, TimeSpan.FromDays(2));
        await host.AskedAsync();

        var first = await host.Rollups.RunAsync(default);
        var row = await host.Facts.ReadAsync(host.Today, default);
        var second = await host.Rollups.RunAsync(default);

        (first, second).ShouldBe((1, 0));
        (await host.Facts.ReadAsync(host.Today, default))!.ETag.ShouldBe(row!.ETag);
    }

    [Fact]
    public async Task A_count_that_died_as_it_wrote_is_made_good_by_the_next()
    {
        await using var host = await ReportHost.StartAsync(azurite.NewAccount());
        await StopAsync(host, "SM1");

        host.Failure.BreakNext("\"Figures0\"", after: false);
        await Should.ThrowAsync<InvalidOperationException>(() => host.Rollups.RunAsync(default));
        await host.Rollups.RunAsync(default);

        host.Failure.Broken.ShouldBe(1);
        (await host.OptOutsAsync(host.Today)).ShouldBe("Stop/Sms=1");
    }

    [Fact]
    public async Task Days_that_nobody_was_up_on_are_made_up_for()
    {
        await using var host = await ReportHost.StartAsync(azurite.NewAccount());
        await host.Rollups.RunAsync(default);
        await host.ComplainedAsync(null, TimeSpan.FromDays(30));
        var day = host.Today;

        host.Time.Advance(TimeSpan.FromDays(3));
        var changed = await host.Rollups.RunAsync(default);

        (changed, await host.ComplaintsAsync(day.PlusDays(1))).ShouldBe((4, "/form opened 0, answered 0 (0 in time), open 1 (0 overdue)"));
    }

    [Fact]
    public async Task A_frozen_day_stays_as_it_is()
    {
        await using var host = await ReportHost.StartAsync(azurite.NewAccount());
        var day = host.Today;
        var request = await host.AskedAsync();
        await host.Rollups.RunAsync(default);
        host.Time.Advance(TimeSpan.FromDays(3));

        await host.App.Get<DayFactRollups>().FreezeAsync(day, default);
        await host.RespondedAsync(request);
        await host.Rollups.RunAsync(default);

        (await host.Facts.ReadAsync(day, default))!.IsFrozen.ShouldBeTrue();
        (await host.FeedbackAsync(day)).ShouldBe("csat asked 1, answered 0");
    }

    [Fact]
    public async Task A_day_is_counted_and_frozen_before_its_requests_go()
    {
        await using var host = await ReportHost.StartAsync(azurite.NewAccount());
        var day = host.Today;
        var request = await host.AskedAsync();
        await host.Rollups.RunAsync(default);
        await host.App.Get<FeedbackRetention>().RunAsync(default);
        await host.RespondedAsync(request);

        // Nobody counted since the answer came.
        host.Time.Advance(TimeSpan.FromDays(435));
        await host.App.Get<FeedbackRetention>().RunAsync(default);
        await host.Rollups.CountAsync(day, default);

        (await host.App.Get<FeedbackStore>().FindAsync(request.Id, default)).ShouldBeNull();
        (await host.FeedbackAsync(day), (await host.Facts.ReadAsync(day, default))!.IsFrozen).ShouldBe(("csat asked 1, answered 1", true));
    }

    private static Task StopAsync(ReportHost host, string sid) => host.App.Get<OptOuts>().HearAsync(Mobile, Command.Stop, sid, default);
}
