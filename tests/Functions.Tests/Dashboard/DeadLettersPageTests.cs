using Azure.Storage.Queues;
using Peyk.Functions.Operations;
using Peyk.Functions.QueueIntake;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Tests.Dashboard;

/// <summary>The page on which messages that were given up are put back.</summary>
public sealed class DeadLettersPageTests(QuietSender sender) : IClassFixture<QuietSender>, IAsyncLifetime
{
    private const string Page = "/ops/dead-letters?lang=en";
    private const string Requeue = "/ops/dead-letters/requeue";
    private const string RequeueAll = "/ops/dead-letters/requeue-all";

    private Desk _desk = null!;

    private DeadLetterStore Store => sender.Host.Get<DeadLetterStore>();

    private QueueClient Queue => sender.Host.Get<QueueServiceClient>().GetQueueClient(Queues.SendSms);

    public async ValueTask InitializeAsync()
    {
        await Store.DeleteAsync(_ => true, default);
        await Queue.ClearMessagesAsync();
        _desk = await Desk.OpenAsync(sender.Host);
    }

    public ValueTask DisposeAsync()
    {
        _desk.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Without_dead_letters_the_page_says_so() =>
        (await _desk.Viewer.ReadAsync(Page)).ShouldContain("There are no dead letters.");

    [Fact]
    public async Task An_operator_puts_those_back_that_are_ticked_and_each_is_audited()
    {
        await AddAsync("a", "b", "c");

        var done = await _desk.ActAsync(Page, Requeue, ("letter", "send-sms:a"), ("letter", "send-sms:c"));

        done.ShouldContain("done=ops.deadLetters.done");
        (await LeftAsync()).ShouldBe(["b"]);
        (await WaitingAsync()).ShouldBe(2);
        (await _desk.AuditedAsync("dead_letter_requeued")).ShouldBe(["send-sms:a", "send-sms:c"], ignoreOrder: true);
    }

    [Fact]
    public async Task Putting_back_twice_puts_back_once()
    {
        await AddAsync("a");

        await _desk.ActAsync(Page, Requeue, ("letter", "send-sms:a"));
        (await _desk.ActAsync(Page, Requeue, ("letter", "send-sms:a"))).ShouldContain("done=ops.deadLetters.nothing");

        (await WaitingAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task An_operator_puts_all_of_a_queue_and_reason_back()
    {
        await AddAsync("a", "b");
        await Store.AddAsync(Queues.SendSms, "other", "unreadable", "message", default);

        var done = await _desk.ActAsync(Page, RequeueAll, ("queue", "send-sms"), ("code", "failed_too_often"));

        done.ShouldContain("done=ops.deadLetters.done");
        (await LeftAsync()).ShouldBe(["other"]);
        (await WaitingAsync()).ShouldBe(2);
        (await _desk.AuditedAsync("dead_letters_requeued")).ShouldBe(["send-sms failed_too_often"]);
    }

    [Theory]
    [InlineData(Requeue, "letter", "no-queue:a")]
    [InlineData(Requeue, "letter", "send-sms")]
    [InlineData(Requeue, "other", "send-sms:a")]
    [InlineData(RequeueAll, "queue", "no-queue")]
    public async Task What_names_no_dead_letter_does_nothing(string action, string field, string value)
    {
        await AddAsync("a");

        (await _desk.ActAsync(Page, action, (field, value), ("code", "failed_too_often"))).ShouldContain("done=ops.deadLetters.nothing");

        (await LeftAsync()).ShouldBe(["a"]);
        (await _desk.AuditedAsync("dead_letter_requeued")).ShouldBeEmpty();
        (await _desk.AuditedAsync("dead_letters_requeued")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_viewer_sees_them_and_may_not_put_them_back()
    {
        await AddAsync("a");

        var page = await _desk.Viewer.ReadAsync(Page);
        page.ShouldContain("Failed too often");
        page.ShouldNotContain("type=\"checkbox\"");
        page.ShouldNotContain($"action=\"{RequeueAll}\"");
        (await _desk.RefusedAsync(Requeue, ("letter", "send-sms:a"))).ShouldBe(403);
        (await _desk.RefusedAsync(RequeueAll, ("queue", "send-sms"), ("code", "failed_too_often"))).ShouldBe(403);

        (await LeftAsync()).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_form_takes_a_whole_page_of_them_and_the_next_page_has_the_rest()
    {
        await AddAsync([.. Enumerable.Range(0, 45).Select(n => $"{n:D4}")]);
        var page = await _desk.Operator.ReadAsync(Page);
        page.Split("name=\"letter\"").Length.ShouldBe(41);
        page.ShouldContain("after=send-sms%3A0039");
        (await _desk.Operator.ReadAsync("/ops/dead-letters?lang=en&after=send-sms:0039")).Split("name=\"letter\"").Length.ShouldBe(6);

        await _desk.ActAsync(Page, Requeue, [.. Enumerable.Range(0, 40).Select(n => ("letter", $"send-sms:{n:D4}"))]);

        (await LeftAsync()).Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_refused_post_shows_what_was_wrong_and_nothing_of_itself()
    {
        await sender.Host.Get<TriggerIntake>().AcceptAsync(
            """{"v":1,"client":"nobody","kind":"status-updates","body":{"to":{"mobile":"+989126660199"}}}""", "refused", null, default);

        var page = await _desk.Viewer.ReadAsync("/ops/dead-letters?lang=en&queue=triggers&code=validation");

        page.ShouldContain("Not valid");
        page.ShouldContain("/client unknown_value");
        page.ShouldNotContain("989126660199");
    }

    private async Task AddAsync(params string[] ids)
    {
        foreach (var id in ids)
            await Store.AddAsync(Queues.SendSms, id, "failed_too_often", $"message {id}", default);
    }

    private async Task<IReadOnlyList<string>> LeftAsync() => [.. (await Store.ListAsync(Queues.SendSms, default)).Select(l => l.MessageId)];

    private async Task<int> WaitingAsync() =>
        (await Queue.GetPropertiesAsync()).Value.ApproximateMessagesCount;
}
