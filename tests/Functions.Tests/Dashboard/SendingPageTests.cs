using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Dashboard;

/// <summary>The page on which sending is stopped and goes on.</summary>
public sealed class SendingPageTests(QuietSender sender) : IClassFixture<QuietSender>, IAsyncLifetime
{
    private const string Page = "/ops/sending?lang=en";
    private const string Pause = "/ops/sending/pause";
    private const string Resume = "/ops/sending/resume";

    private Desk _desk = null!;

    private ChannelPauses Pauses => sender.Host.Get<ChannelPauses>();

    public async ValueTask InitializeAsync()
    {
        foreach (var pause in await Pauses.ListAsync(default))
            await Pauses.ResumeAsync(pause.Channel, pause.Kind, default);
        _desk = await Desk.OpenAsync(sender.Host);
    }

    public ValueTask DisposeAsync()
    {
        _desk.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_operator_pauses_a_kind_and_lets_it_go_on_and_both_are_audited()
    {
        (await _desk.ActAsync(Page, Pause, ("channel", "sms"), ("kind", "reminders"))).ShouldContain("done=ops.sending.paused");
        (await Pauses.IsPausedAsync(Channel.Sms, "reminders", default)).ShouldBeTrue();
        (await Pauses.IsPausedAsync(Channel.Sms, "status-updates", default)).ShouldBeFalse();
        (await _desk.Operator.ReadAsync(Page)).ShouldContain("Paused since");

        (await _desk.ActAsync(Page, Resume, ("channel", "sms"), ("kind", "reminders"))).ShouldContain("done=ops.sending.resumed");
        (await Pauses.ListAsync(default)).ShouldBeEmpty();
        (await _desk.AuditedAsync("sending_paused")).ShouldBe(["sms reminders"]);
        (await _desk.AuditedAsync("sending_resumed")).ShouldBe(["sms reminders"]);
    }

    [Fact]
    public async Task A_paused_channel_shows_at_every_kind_on_it()
    {
        await _desk.ActAsync(Page, Pause, ("channel", "email"), ("kind", ""));

        var page = await _desk.Operator.ReadAsync(Page);

        page.Split("Stands with the channel").Length.ShouldBe(1 + MessageKinds.All.Count(k => k.Channels.Contains(Channel.Email)));
        (await _desk.AuditedAsync("sending_paused")).ShouldBe(["email"]);
    }

    [Fact]
    public async Task Pausing_twice_and_resuming_twice_is_doing_so_once()
    {
        await _desk.ActAsync(Page, Pause, ("channel", "sms"), ("kind", "replies"));
        var first = await Pauses.ListAsync(default);
        await _desk.ActAsync(Page, Pause, ("channel", "sms"), ("kind", "replies"));
        (await Pauses.ListAsync(default)).ShouldBe(first);

        await _desk.ActAsync(Page, Resume, ("channel", "sms"), ("kind", "replies"));
        await _desk.ActAsync(Page, Resume, ("channel", "sms"), ("kind", "replies"));
        (await Pauses.ListAsync(default)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("pigeon", "reminders", "no such channel")]
    [InlineData("sms", "letters", "no such kind")]
    [InlineData("sms", "newsletters", "a kind that never goes by SMS")]
    [InlineData("", "", "nothing at all")]
    public async Task What_cannot_be_paused_changes_nothing_and_is_not_audited(string channel, string kind, string why)
    {
        (await _desk.ActAsync(Page, Pause, ("channel", channel), ("kind", kind))).ShouldContain("done=ops.sending.nothing", customMessage: why);

        (await Pauses.ListAsync(default)).ShouldBeEmpty();
        (await _desk.AuditedAsync("sending_paused")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_viewer_sees_what_is_paused_and_may_change_nothing()
    {
        await Pauses.PauseAsync(Channel.Sms, "reminders", default);

        var page = await _desk.Viewer.ReadAsync(Page);
        page.ShouldContain("Paused since");
        page.ShouldNotContain($"action=\"{Resume}\"");
        (await _desk.RefusedAsync(Resume, ("channel", "sms"), ("kind", "reminders"))).ShouldBe(403);
        (await _desk.RefusedAsync(Pause, ("channel", "email"), ("kind", ""))).ShouldBe(403);

        (await Pauses.ListAsync(default)).Count.ShouldBe(1);
        (await _desk.AuditedAsync("sending_resumed")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_batches_that_were_posted_last_are_listed_newest_first_with_their_counts()
    {
        using var api = new BatchUser(sender.Host.ClientWith(await sender.Host.NewKeyAsync()));
        var first = await api.AcceptedAsync(BatchUser.Csv(3, 9127880001, refused: 2));
        var second = await api.AcceptedAsync(BatchUser.Csv(2, 9127880011));
        await Wait.UntilAsync(async () => (await _desk.Viewer.ReadAsync(Page)).Split("Completed").Length == 3, what: "both batches");

        var page = await _desk.Viewer.ReadAsync(Page);

        page.IndexOf(second, StringComparison.Ordinal).ShouldBeLessThan(page.IndexOf(first, StringComparison.Ordinal));
        page.ShouldContain("3 of 3");
        page.ShouldContain("""<data value="1">1</data>""", customMessage: "one was refused");
    }
}
