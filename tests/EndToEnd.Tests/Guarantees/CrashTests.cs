using System.Text.Json.Nodes;
using Azure.Core;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Functions.Delivery;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared.Storage;
using Peyk.Runtime;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Guarantees;

/// <summary>Every handler breaks between its two most dangerous lines, and gets everything twice.</summary>
[Collection(nameof(OneAtATime))]
public sealed class CrashTests(AzuriteFixture azurite)
{
    public static TheoryData<string, string, bool> DangerousLines => new()
    {
        { "+989370000001", "accepted", true },
        { "+989370000002", "sending", false },
        { "+989370000003", "sending", true },
        { "+989370000004", "sent", false },
        { "+989370000005", "sent", true },
        { "+989370000006", "delivered", false },
        { "+989370000007", "delivered", true },
        { "crash1@example.org", "sending", true },
        { "crash2@example.org", "sent", false },
        { "crash3@example.org", "sent", true },
        { "crash4@example.org", "delivered", false },
        { "crash5@example.org", "delivered", true },
    };

    [Theory]
    [MemberData(nameof(DangerousLines))]
    public async Task A_crash_around_a_write_loses_and_doubles_nothing(string recipient, string entry, bool after)
    {
        var storage = new StorageFailure();
        await using var host = await StartAsync(storage, ShortTimes.Settings());
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        storage.BreakNext($"\"Event\":\"{entry}\"", after);

        var id = await api.PersistAsync(Update(recipient), recipient);
        var done = await api.FinalAsync(id);

        storage.Broken.ShouldBe(1);
        done["status"]!.GetValue<string>().ShouldBe("delivered");
        done["logIntegrity"]!["problem"].ShouldBeNull();
        host.Simulator.AcceptedCount(recipient).ShouldBe(1);
    }

    [Fact]
    public async Task Every_queue_message_that_comes_again_changes_nothing()
    {
        await using var host = await PeykHost.StartAsync(azurite.NewAccount(), ShortTimes.Settings());
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var id = await api.AcceptedAsync(ApiUser.StatusUpdate("+989370000010", "twice@example.org", policy: "all"));
        var before = await api.FinalAsync(id);
        var token = TestContext.Current.CancellationToken;
        string Hint(int delivery) => $$"""{"v":1,"id":"{{id}}","delivery":{{delivery}}}""";
        var receipt = $$"""{"v":1,"attempt":"{{id}}.1.1","kind":"delivered","at":"2026-11-22T00:00:00Z","retries":0}""";

        for (var time = 0; time < 2; time++)
        {
            await Task.WhenAll(
                new SendSmsQueue(host.Get<HintReader>()).Run(Hint(1), token),
                new SendEmailQueue(host.Get<HintReader>()).Run(Hint(2), token),
                new ApplyReceiptQueue(host.Get<DeliveryWorker>(), host.Get<Hints>()).Run(receipt, token),
                new SendSmsPoisonQueue(host.Get<PoisonedMessages>()).Run(Hint(1), token),
                new SendEmailPoisonQueue(host.Get<PoisonedMessages>()).Run(Hint(2), token));
        }

        (await api.NotificationAsync(id)).ToJsonString().ShouldBe(before.ToJsonString());
        host.Simulator.AcceptedCount("+989370000010").ShouldBe(1);
        host.Simulator.AcceptedCount("twice@example.org").ShouldBe(1);
        (await DeadLettersAsync(host)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_hints_at_once_send_once()
    {
        await using var host = await PeykHost.StartAsync(azurite.NewAccount(), ShortTimes.Settings());
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));

        var id = await api.AcceptedAsync(ApiUser.StatusUpdate("+989370000011"));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.Get<DeliveryWorker>().LookAtAsync(Guid.Parse(id), 1, default)));
        await api.FinalAsync(id);

        host.Simulator.AcceptedCount("+989370000011").ShouldBe(1);
    }

    [Fact]
    public async Task A_hint_that_keeps_failing_becomes_a_dead_letter_and_goes_out_when_it_is_put_back()
    {
        var storage = new StorageFailure();
        await using var host = await StartAsync(storage, OneTry());
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        storage.BreakAll("\"Event\":\"sending\"");

        var id = await api.AcceptedAsync(ApiUser.StatusUpdate("+989370000012"));
        var letter = await OnlyDeadLetterAsync(host);
        // Once for the first hint, and once for each of the three times that it was put back.
        var tries = storage.Broken;
        storage.Heal();
        (await host.Get<DeadLetterStore>().RequeueAsync(letter.Queue, letter.MessageId, default)).ShouldBeTrue();
        var done = await api.FinalAsync(id);

        (letter.Queue, letter.Reason, tries).ShouldBe((Queues.SendSms, "failed_too_often", 4));
        done["status"]!.GetValue<string>().ShouldBe("delivered");
        host.Simulator.AcceptedCount("+989370000012").ShouldBe(1);
        (await DeadLettersAsync(host)).ShouldBeEmpty();
        (await host.Get<DeadLetterStore>().RequeueAsync(letter.Queue, letter.MessageId, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_message_that_nobody_can_read_is_kept_encrypted()
    {
        await using var host = await PeykHost.StartAsync(azurite.NewAccount(), OneTry());

        await host.Get<Hints>().PutBackAsync(Queues.SendEmail, "no hint for nobody@example.org", TimeSpan.Zero, default);
        var letter = await OnlyDeadLetterAsync(host);

        letter.Reason.ShouldBe("unreadable");
        await foreach (var row in host.Tables.GetTableClient(Tables.DeadLetters).QueryAsync<Azure.Data.Tables.TableEntity>())
        {
            foreach (var (_, value) in row)
                (value is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : $"{value}").ShouldNotContain("nobody");
        }
    }

    [Theory]
    [InlineData(Queues.SendSms)]
    [InlineData(Queues.Receipts)]
    public async Task A_message_of_a_newer_version_is_put_back_and_never_poisoned(string name)
    {
        await using var host = await PeykHost.StartAsync(azurite.NewAccount(), OneTry());
        var queue = host.Get<Azure.Storage.Queues.QueueServiceClient>().GetQueueClient(name);

        await queue.SendMessageAsync("""{"v":2,"whatever":["comes","then"]}""");
        // Hidden for a while: the queue holds it, and nobody can see it.
        await Wait.UntilAsync(async () => (await queue.PeekMessagesAsync(1)).Value.Length == 0, what: "the message to be taken");
        await Task.Delay(TimeSpan.FromSeconds(3));

        (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount.ShouldBe(1);
        (await DeadLettersAsync(host)).ShouldBeEmpty();
    }

    private static Dictionary<string, string> OneTry() => ShortTimes.Settings(
        ("SweepSchedule", ShortTimes.Never),
        ("Delivery__PutBackPause", "00:00:00"),
        ("AzureFunctionsJobHost__extensions__queues__maxDequeueCount", "1"),
        ("AzureFunctionsJobHost__extensions__queues__visibilityTimeout", "00:00:00"));

    private Task<PeykHost> StartAsync(StorageFailure failure, Dictionary<string, string> settings) => PeykHost.StartAsync(
        azurite.NewAccount(),
        settings,
        services => services.AddSingleton(s =>
            s.GetRequiredService<StorageConnection>().CreateTables(o => o.AddPolicy(failure, HttpPipelinePosition.PerCall))));

    private static async Task<DeadLetter> OnlyDeadLetterAsync(PeykHost host)
    {
        List<DeadLetter> found = [];
        await Wait.UntilAsync(
            async () => (found = await DeadLettersAsync(host)).Count > 0, what: "a dead letter");
        return found.Single();
    }

    private static async Task<List<DeadLetter>> DeadLettersAsync(PeykHost host)
    {
        var all = await Task.WhenAll(Queues.All.Select(queue => host.Get<DeadLetterStore>().ListAsync(queue, default)));
        return [.. all.SelectMany(letters => letters)];
    }

    private static JsonObject Update(string recipient) =>
        recipient.StartsWith('+') ? ApiUser.StatusUpdate(recipient) : ApiUser.StatusUpdate(email: recipient);
}
