using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Peyk.Bench;

/// <summary>
/// The storage operations of one notification in their order, and the provider's call, and nothing else: no HTTP intake, no checks,
/// no keys, no encryption, no templates, no receipts' webhooks, no logs. What the storage allows is what this reaches.
/// </summary>
public sealed class MinimalLoop : IAsyncDisposable
{
    private readonly SampleRows _rows;
    private readonly ProviderCall _provider;
    private readonly Tracker _tracker;
    private readonly TableClient _notifications;
    private readonly TableClient _idempotency;
    private readonly TableClient _cases;
    private readonly TableClient _feed;
    private readonly TableClient _providerMessages;
    private readonly QueueClient _queue;
    private readonly ConcurrentDictionary<string, (TaskCompletionSource Done, ETag Kept)> _waiting = new();
    private readonly SemaphoreSlim _put = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _listening;

    private MinimalLoop(TableServiceClient tables, QueueServiceClient queues, SampleRows rows, ProviderCall provider, Tracker tracker)
    {
        _rows = rows;
        _provider = provider;
        _tracker = tracker;
        _notifications = tables.GetTableClient("Notifications");
        _idempotency = tables.GetTableClient("Idempotency");
        _cases = tables.GetTableClient("Cases");
        _feed = tables.GetTableClient("Feed");
        _providerMessages = tables.GetTableClient("ProviderMessages");
        _queue = queues.GetQueueClient("send-sms");
        _listening = Task.Run(ListenAsync);
    }

    public static async Task<MinimalLoop> StartAsync(string storage, SampleRows rows, ProviderCall provider, Tracker tracker)
    {
        var tables = new TableServiceClient(storage);
        var queues = new QueueServiceClient(storage);
        foreach (var table in new[] { "Notifications", "Idempotency", "Cases", "Feed", "ProviderMessages" })
            await tables.CreateTableIfNotExistsAsync(table);
        await queues.GetQueueClient("send-sms").CreateIfNotExistsAsync();
        return new(tables, queues, rows, provider, tracker);
    }

    /// <summary>One notification from the first row to the last.</summary>
    public async Task RunAsync()
    {
        var id = Guid.CreateVersion7().ToString();
        var partition = Partition(id);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _idempotency.AddEntityAsync(SampleRows.Idempotency(id));
        await _cases.SubmitTransactionAsync(_rows.Case(id).Select(Add));
        var kept = await _notifications.SubmitTransactionAsync(
        [
            Add(_rows.Head(partition, id)), Add(_rows.Content(partition, id)), Add(_rows.Log(partition, id, 1)), Add(SampleRows.Open(partition, id)),
        ]);
        _waiting[id] = (done, kept.Value[0].Headers.ETag!.Value);
        await _queue.SendMessageAsync($$"""{"v":1,"id":"{{id}}","delivery":1}""", timeToLive: TimeSpan.FromSeconds(-1));
        _put.Release();
        await done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ListenAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            QueueMessage[] messages = await _queue.ReceiveMessagesAsync(32, TimeSpan.FromMinutes(2));
            foreach (var message in messages)
                _ = Task.Run(() => ProcessAsync(message));
            if (messages.Length < 32)
                await _put.WaitAsync(TimeSpan.FromMilliseconds(100), _stop.Token);
            while (_put.Wait(0))
            {
                // Several puts wake once.
            }
        }
    }

    private async Task ProcessAsync(QueueMessage message)
    {
        var id = message.Body.ToString().Split('"')[5];
        try
        {
            await ReceiveAsync(id, await SendAsync(id, message, _waiting[id].Kept));
            _waiting[id].Done.SetResult();
        }
        catch (Exception e)
        {
            _waiting[id].Done.SetException(e);
        }
    }

    private async Task<ETag> SendAsync(string id, QueueMessage message, ETag kept)
    {
        var partition = Partition(id);
        var claimed = await _notifications.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.UpdateReplace, _rows.Head(partition, id), kept), Add(_rows.Log(partition, id, 2)), Open(partition, id),
        ]);
        var mobile = _tracker.NewMobile();
        await _provider.SendAsync(mobile);
        await _providerMessages.AddEntityAsync(new TableEntity(mobile[^3..], id) { ["Attempt"] = $"{id}.1.1" });
        var sent = await _notifications.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.UpdateReplace, _rows.Head(partition, id), claimed.Value[0].Headers.ETag!.Value),
            Add(_rows.Log(partition, id, 3)), Open(partition, id),
        ]);
        await _queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        return sent.Value[0].Headers.ETag!.Value;
    }

    private async Task ReceiveAsync(string id, ETag sent)
    {
        var partition = Partition(id);
        await _feed.UpsertEntityAsync(_rows.Feed(id), TableUpdateMode.Replace);
        await _notifications.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.UpdateReplace, _rows.Head(partition, id), sent), Add(_rows.Log(partition, id, 4)),
            new(TableTransactionActionType.Delete, SampleRows.Open(partition, id), ETag.All),
        ]);
    }

    private static TableTransactionAction Add(TableEntity row) => new(TableTransactionActionType.Add, row);

    private static TableTransactionAction Open(string partition, string id) =>
        new(TableTransactionActionType.UpsertReplace, SampleRows.Open(partition, id));

    // 16 shards, as in the app.
    private static string Partition(string id) => $"20261122-{id[^1]}";
}
