using Peyk.Functions.Complaints;
using Peyk.Functions.Feedback;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Tests.Complaints;

/// <summary>The process ends between any two writes: nothing is lost, and nobody is told twice.</summary>
public sealed class ComplaintCrashTests(QuietHost host) : IClassFixture<QuietHost>
{
    [Theory]
    [InlineData("PromisedBy", false)]
    [InlineData("PromisedBy", true)]
    [InlineData("\"registered\"", false)]
    [InlineData("\"registered\"", true)]
    [InlineData("\"opened\"", false)]
    [InlineData("\"opened\"", true)]
    public async Task While_it_is_opened(string write, bool after)
    {
        var report = Report();
        var before = (await host.CountAsync("registered"), await host.CountAsync("opened"));

        await BreakAsync(write, after, () => host.Host.Get<ComplaintDesk>().OpenAsync(report, default));
        await host.Host.Get<ComplaintDesk>().OpenAsync(report, default);
        await host.RunTimerAsync();

        (await host.CountAsync("registered"), await host.CountAsync("opened")).ShouldBe((before.Item1 + 1, before.Item2 + 1));
        (await FindAsync(report)).Due.ShouldBe((await FindAsync(report)).PromisedBy);
    }

    [Theory]
    [InlineData("\"answered\"", true)]
    [InlineData("\"answer\"", false)]
    [InlineData("\"answer\"", true)]
    [InlineData("e-recs-qual", false)]
    [InlineData("e-recs-qual", true)]
    [InlineData("\"closed\"", false)]
    [InlineData("\"closed\"", true)]
    public async Task Once_the_answer_is_kept_nobody_needs_to_repeat_it(string write, bool after)
    {
        var report = Report();
        var desk = host.Host.Get<ComplaintDesk>();
        await desk.OpenAsync(report, default);
        var before = (await host.CountAsync("answer"), await host.CountAsync("ask"));

        await BreakAsync(write, after, () => desk.AnswerAsync(report.Id, "test", false, "Here is the answer.", default));
        await host.RunTimerAsync();
        await host.RunTimerAsync();

        (await host.CountAsync("answer"), await host.CountAsync("ask")).ShouldBe((before.Item1 + 1, before.Item2 + 1));
        (await FindAsync(report)).State.ShouldBe(ComplaintState.Closed);
    }

    [Theory]
    [InlineData("\"overdue\"", false)]
    [InlineData("\"overdue\"", true)]
    public async Task While_it_escalates(string write, bool after)
    {
        // What other tests opened will be overdue by then too: it escalates first.
        host.Clock.Advance(TimeSpan.FromDays(30));
        await host.RunTimerAsync();
        var report = Report();
        await host.Host.Get<ComplaintDesk>().OpenAsync(report, default);
        var before = await host.CountAsync("overdue");
        host.Clock.Advance((await FindAsync(report)).PromisedBy - host.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));

        await BreakAsync(write, after, () => host.Host.Get<ComplaintDesk>().LookAtAsync(report.Id, default));
        await host.RunTimerAsync();
        await host.RunTimerAsync();

        (await host.CountAsync("overdue")).ShouldBe(before + 1);
        (await FindAsync(report)).State.ShouldBe(ComplaintState.Overdue);
    }

    [Theory]
    [InlineData("PromisedBy", false)]
    [InlineData("PromisedBy", true)]
    [InlineData("\"registered\"", false)]
    [InlineData("\"registered\"", true)]
    [InlineData("Handled", false)]
    [InlineData("Handled", true)]
    public async Task While_a_text_that_complains_is_handled(string write, bool after)
    {
        var phone = host.NewPhone();
        var sid = await host.KeepAsync(phone, "A complaint.");
        var before = await host.CountAsync("registered");

        await BreakAsync(write, after, () => host.HandleAsync(phone, sid));
        await host.HandleAsync(phone, sid);
        await host.HandleAsync(phone, sid);

        (await host.CountAsync("registered")).ShouldBe(before + 1);
        (await host.Host.Get<SpokenComplaints>().FindLastAsync(host.Sender(phone), host.Clock.GetUtcNow(), default))!.Matter!.Text.ShouldBe("A complaint.");
    }

    private async Task BreakAsync(string write, bool after, Func<Task> work)
    {
        var broken = host.Failure.Broken;
        host.Failure.BreakNext(write, after);
        await Should.ThrowAsync<Exception>(work);
        (host.Failure.Broken - broken).ShouldBe(1);
    }

    private ComplaintReport Report()
    {
        var phone = host.NewPhone();
        return new(
            host.Host.Get<DerivedIds>().Of(host.Clock.GetUtcNow(), "test", phone), "test", false, ComplaintSource.Keyword, null, "en", null,
            new(new FeedbackPerson(Mobile: phone), "It was bad."));
    }

    private async Task<Complaint> FindAsync(ComplaintReport report) =>
        (await host.Host.Get<ComplaintStore>().FindAsync(report.Id, default)).ShouldNotBeNull();
}
