using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Peyk.EndToEnd.Tests.FunctionsHost;

/// <summary>Polls the queues of all queue functions: deletes what was done, shows what failed again, poisons after the last try.</summary>
internal sealed class HostQueues : IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly QueueServiceClient _service;
    private readonly HostInvocations _invocations;
    private readonly int _maxDequeueCount;
    private readonly int _batchSize;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _polling;

    public HostQueues(PublishedApp app, string storage, HostInvocations invocations)
    {
        var queues = app.HostJson["extensions"]!["queues"]!;
        if ((string?)queues["messageEncoding"] != "none")
            throw new InvalidOperationException("The host would take every message for Base64.");
        _service = new QueueServiceClient(storage);
        _invocations = invocations;
        _maxDequeueCount = (int)queues["maxDequeueCount"]!;
        _batchSize = (int)queues["batchSize"]!;
        _polling = Task.WhenAll(app.Functions.Where(function => function.Type == "queueTrigger").Select(PollAsync));
    }

    /// <summary>A queue that is left alone for now.</summary>
    public string? Held { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _polling;
        _stopping.Dispose();
    }

    private async Task PollAsync(PublishedFunction function)
    {
        var queue = _service.GetQueueClient(function.Text("queueName"));
        while (!_stopping.IsCancellationRequested)
        {
            QueueMessage[] messages = Held == queue.Name ? [] : await queue.ReceiveMessagesAsync(_batchSize, Lease);
            await Task.WhenAll(messages.Select(message => RunAsync(function, queue, message)));
            if (messages.Length == 0)
                await Task.Delay(Pause, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAsync(PublishedFunction function, QueueClient queue, QueueMessage message)
    {
        try
        {
            if (await _invocations.InvokeAsync(function.Name, HostInvocations.OfMessage(function.Text("name"), message, function.Name)))
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            else if (message.DequeueCount < _maxDequeueCount)
                await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: TimeSpan.Zero);
            else
                await PoisonAsync(queue, message);
        }
        catch (HttpRequestException)
        {
            // The handler is gone; the message comes back after its lease.
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // Somebody cleared the queue.
        }
    }

    private async Task PoisonAsync(QueueClient queue, QueueMessage message)
    {
        await _service.GetQueueClient(queue.Name + "-poison").SendMessageAsync(message.Body.ToString());
        await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
    }
}
