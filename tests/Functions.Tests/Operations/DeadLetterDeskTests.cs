using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Functions.Delivery;
using Peyk.Functions.Operations;
using Peyk.Functions.QueueIntake;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Operations;

/// <summary>Dead letters as operators list them and put them back.</summary>
public sealed class DeadLetterDeskTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly DeletionHook _deletion = new(Tables.DeadLetters);
    private readonly ShiftedTime _time = new();
    private PeykHost _host = null!;

    private DeadLetterStore Store => _host.Get<DeadLetterStore>();

    private DeadLetterDesk Desk => _host.Get<DeadLetterDesk>();

    public async ValueTask InitializeAsync()
    {
        var (storage, options) = (azurite.NewAccount(), new TableClientOptions());
        options.AddPolicy(_deletion, HttpPipelinePosition.PerCall);
        _host = await PeykHost.StartAsync(
            storage,
            // What is put back waits to be seen.
            new Dictionary<string, string> { ["AzureWebJobs.SendSmsQueue.Disabled"] = "true", ["AzureWebJobs.SendEmailQueue.Disabled"] = "true" },
            services => services.AddSingleton(new TableServiceClient(storage, options)).AddSingleton<TimeProvider>(_time));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Pages_go_through_the_letters_of_all_queues_once()
    {
        for (var n = 0; n < 5; n++)
        {
            await AddAsync(Queues.SendSms, $"sms-{n}");
            await AddAsync(Queues.SendEmail, $"email-{n}");
        }

        var (found, after) = (new List<string>(), (DeadLetterPlace?)null);
        do
        {
            var page = await Desk.ListAsync(null, null, after, 3, default);
            page.Items.Count.ShouldBeLessThanOrEqualTo(3);
            found.AddRange(page.Items.Select(l => l.MessageId));
            after = page.Next;
        }
        while (after is not null);

        found.ShouldBe(["email-0", "email-1", "email-2", "email-3", "email-4", "sms-0", "sms-1", "sms-2", "sms-3", "sms-4"]);
    }

    [Fact]
    public async Task A_page_may_be_of_one_queue_and_one_reason()
    {
        await AddAsync(Queues.SendSms, "a");
        await AddAsync(Queues.SendSms, "b", "unreadable");
        await AddAsync(Queues.SendEmail, "c");

        (await Desk.ListAsync(Queues.SendSms, "failed_too_often", null, 10, default)).Items.Single().MessageId.ShouldBe("a");
        (await Desk.ListAsync(Queues.SendSms, null, new(Queues.SendSms, "a"), 10, default)).Items.Single().MessageId.ShouldBe("b");
    }

    [Fact]
    public async Task An_overview_counts_by_queue_and_reason_and_tells_their_ages()
    {
        await AddAsync(Queues.SendSms, "old");
        var first = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromHours(2));
        await AddAsync(Queues.SendSms, "new");
        await AddAsync(Queues.SendEmail, "other", "unreadable");

        var overview = await Desk.CountAsync(default);

        overview.IsWhole.ShouldBeTrue();
        overview.Groups.Select(g => (g.Queue, g.Code, g.Count)).ShouldBe(
            [(Queues.SendSms, "failed_too_often", 2), (Queues.SendEmail, "unreadable", 1)]);
        (overview.Groups[0].Newest - overview.Groups[0].Oldest).ShouldBeInRange(TimeSpan.FromHours(2), TimeSpan.FromHours(3));
        overview.Groups[0].Oldest.ShouldBeLessThanOrEqualTo(first);
    }

    [Fact]
    public async Task A_refused_post_has_the_problems_code_for_its_reason()
    {
        await _host.Get<TriggerIntake>().AcceptAsync(Trigger("nobody"), "refused", null, default);

        var letter = (await Desk.ListAsync(Queues.Triggers, "validation", null, 10, default)).Items.Single();

        letter.Code.ShouldBe("validation");
        letter.Errors.Single().Pointer.ShouldBe("/client");
    }

    [Fact]
    public async Task Those_that_are_chosen_are_put_back_and_a_second_time_there_is_nothing_to_do()
    {
        foreach (var id in new[] { "a", "b", "c" })
            await AddAsync(Queues.SendSms, id);
        DeadLetterPlace[] chosen = [new(Queues.SendSms, "a"), new(Queues.SendSms, "b"), new(Queues.SendSms, "a"), new("no-queue", "a")];

        (await Desk.RequeueAsync(chosen, default)).ShouldBe(new(Requeued: 2, Gone: 1, Unreadable: 0));
        (await Desk.RequeueAsync(chosen, default)).ShouldBe(new(Requeued: 0, Gone: 3, Unreadable: 0));

        (await WaitingAsync(Queues.SendSms)).ShouldBe(2);
        (await Store.ListAsync(Queues.SendSms, default)).Select(l => l.MessageId).ShouldBe(["c"]);
    }

    [Fact]
    public async Task All_of_a_queue_and_reason_are_put_back_a_bounded_number_at_a_time()
    {
        for (var n = 0; n <= DeadLetterDesk.MostAtOnce; n++)
            await AddAsync(Queues.SendSms, $"{n:D4}");
        await AddAsync(Queues.SendSms, "other", "unreadable");

        (await Desk.RequeueAllAsync(Queues.SendSms, "failed_too_often", default)).ShouldBe(new(DeadLetterDesk.MostAtOnce, 0, 0, More: true));
        (await Desk.RequeueAllAsync(Queues.SendSms, "failed_too_often", default)).ShouldBe(new(1, 0, 0));

        (await Store.ListAsync(Queues.SendSms, default)).Select(l => l.MessageId).ShouldBe(["other"]);
    }

    [Fact]
    public async Task A_post_that_is_put_back_twice_because_of_a_crash_in_between_is_one_notification()
    {
        await _host.Get<TriggerIntake>().AcceptAsync(Trigger("later"), "11111111-2222-3333-4444-555555555555", null, default);
        using var api = new ApiUser(_host.ClientWith(await _host.NewKeyAsync("later")));
        _deletion.BeforeNext(() => throw new InvalidOperationException("Broken by the test."));

        await Should.ThrowAsync<InvalidOperationException>(() => Desk.RequeueAllAsync(Queues.Triggers, "validation", default));
        (await Desk.RequeueAllAsync(Queues.Triggers, "validation", default)).Requeued.ShouldBe(1);

        await Wait.UntilAsync(async () => await WaitingAsync(Queues.Triggers) == 0, what: "both messages to be handled");
        var found = JsonNode.Parse(await api.Http.GetStringAsync("/api/v1/notifications?reference=once"))!["items"]!.AsArray();
        found.Count.ShouldBe(1);
        (await Store.ListAsync(Queues.Triggers, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_post_that_failed_too_often_keeps_one_key_however_often_it_is_put_back()
    {
        var poison = new TriggerPoisonQueue(_host.Get<PoisonedMessages>(), _host.Get<Keyring>());
        using var api = new ApiUser(_host.ClientWith(await _host.NewKeyAsync("later")));

        for (var times = 0; times < 2; times++)
        {
            await poison.Run(Trigger("later"), default);
            await poison.Run(Trigger("later"), default);
            (await Desk.RequeueAllAsync(Queues.Triggers, "failed_too_often", default)).Requeued.ShouldBe(1);
        }

        await Wait.UntilAsync(async () => await WaitingAsync(Queues.Triggers) == 0, what: "both messages to be handled");
        JsonNode.Parse(await api.Http.GetStringAsync("/api/v1/notifications?reference=once"))!["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_letter_that_failed_again_while_it_was_put_back_is_kept()
    {
        await AddAsync(Queues.SendSms, "a");
        _deletion.BeforeNext(() => AddAsync(Queues.SendSms, "a", "failed_again"));

        (await Store.RequeueAsync(Queues.SendSms, "a", default)).ShouldBeTrue();

        (await Store.ListAsync(Queues.SendSms, default)).Single().Reason.ShouldBe("failed_again");
    }

    private Task AddAsync(string queue, string id, string reason = "failed_too_often") => Store.AddAsync(queue, id, reason, $"message {id}", default);

    private async Task<int> WaitingAsync(string queue) =>
        (await _host.Get<QueueServiceClient>().GetQueueClient(queue).GetPropertiesAsync()).Value.ApproximateMessagesCount;

    private static string Trigger(string client)
    {
        var body = ApiUser.StatusUpdate("+989126660101", policy: "only");
        body["reference"] = "once";
        return new JsonObject { ["v"] = 1, ["client"] = client, ["kind"] = "status-updates", ["body"] = body }.ToJsonString();
    }
}
