using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Contacts;
using Peyk.Functions.Newsletters.Sending;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Local.Simulator;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Newsletters.Sending;

/// <summary>The app on a clock that can be moved, with the queue of batches in the hands of the test.</summary>
internal sealed class IssueHost : IAsyncDisposable
{
    // Instances of one deployment have the same keys.
    private static readonly (string Name, string Value)[] Keys =
    [
        ("Peyk__MasterKeys", $"test:{Convert.ToBase64String(new byte[32])}"), ("Peyk__LookupKey", Convert.ToBase64String(new byte[32])),
    ];

    private IssueHost(PeykHost app, StorageFailure failure, ShiftedTime time)
    {
        (App, Failure, Time) = (app, failure, time);
        Desk = new(app.Services);
    }

    public PeykHost App { get; }

    public IssueDesk Desk { get; }

    /// <summary>Breaks calls of the tables.</summary>
    public StorageFailure Failure { get; }

    public ShiftedTime Time { get; }

    public ProviderSimulator Simulator => App.Simulator;

    public static async Task<IssueHost> StartAsync(string storage, params (string Name, string Value)[] settings)
    {
        var (failure, time, options) = (new StorageFailure(), new ShiftedTime(), new TableClientOptions());
        options.AddPolicy(failure, HttpPipelinePosition.PerCall);
        var app = await PeykHost.StartAsync(
            storage,
            settings.Concat(Keys)
                .Append(("AzureWebJobs.SendIssueBatchQueue.Disabled", "true"))
                .Append(("AzureWebJobs.IssuesTimer.Disabled", "true"))
                .Append(("NewsletterSending__CountPause", "00:00:01"))
                .ToDictionary(s => s.Item1, s => s.Item2),
            services => services.AddSingleton(new TableServiceClient(storage, options)).AddSingleton<TimeProvider>(time));
        return new(app, failure, time);
    }

    public T Get<T>()
        where T : notnull => App.Get<T>();

    /// <summary>How often each of the sample subscribers got something.</summary>
    public IReadOnlyList<int> Accepted(int count, int first = 0) =>
        [.. Enumerable.Range(first, count).Select(n => Simulator.AcceptedCount(SampleSubscriptions.AddressOf(n)))];

    /// <summary>Waits until the receipts of so many recipients are counted.</summary>
    public Task DeliveredAsync(Guid issue, int count) => Wait.UntilAsync(
        async () => (await Desk.ProgressAsync(issue)).Delivered == count, what: $"{count} delivered");

    /// <summary>Ends the subscription of a sample subscriber, as any of the ways to do so does in its row.</summary>
    public Task UnsubscribeAsync(int number) => UnsubscribeAsync(SampleSubscriptions.AddressOf(number));

    public async Task UnsubscribeAsync(string address)
    {
        var store = Get<SubscriptionStore>();
        var hash = Get<AddressHashes>().Of(Channel.Email, address, isTest: false);
        var subscription = (await store.FindAsync(IssueDesk.Topic, isTest: false, hash, default))!;
        if (!await store.TrySaveAsync(subscription with { State = SubscriptionState.Unsubscribed }, default))
            throw new InvalidOperationException("Somebody else changed it.");
    }

    /// <summary>A batch as it stands.</summary>
    public async Task<IssueBatch> BatchAsync(Guid issue, int number = 1) => (await Get<IssueBatchStore>().FindBatchAsync(issue, number, default))!;

    /// <summary>Messages of a queue, those that are put off included.</summary>
    public async Task<int> QueuedAsync(string queue) =>
        (await Get<QueueServiceClient>().GetQueueClient(queue).GetPropertiesAsync()).Value.ApproximateMessagesCount;

    /// <summary>The messages of a queue that wait now, taken off it.</summary>
    public async Task<List<string>> TakeAsync(string queue)
    {
        var client = Get<QueueServiceClient>().GetQueueClient(queue);
        var texts = new List<string>();
        while ((await client.ReceiveMessagesAsync(32, TimeSpan.FromMinutes(5))).Value is { Length: > 0 } messages)
        {
            foreach (var message in messages)
            {
                await client.DeleteMessageAsync(message.MessageId, message.PopReceipt);
                texts.Add(message.MessageText);
            }
        }

        return texts;
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
