using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;
using Peyk.Runtime.Hosting;

namespace Peyk.Runtime.Queues;

/// <summary>Keeps a fetched message hidden from others while its function runs, by renewing at half time.</summary>
internal sealed partial class MessageLease
{
    private readonly QueueClient queue;
    private readonly string messageId;
    private readonly TimeSpan duration;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource ended = new();
    private readonly Task renewing;
    private string? popReceipt;

    private MessageLease(QueueClient queue, QueueMessage message, TimeSpan duration, TimeProvider time, ILogger logger)
    {
        this.queue = queue;
        this.duration = duration;
        this.time = time;
        this.logger = logger;
        messageId = message.MessageId;
        popReceipt = message.PopReceipt;
        renewing = RenewAsync();
    }

    public static MessageLease Keep(QueueClient queue, QueueMessage message, TimeSpan duration, TimeProvider time, ILogger logger) =>
        new(queue, message, duration, time, logger);

    /// <summary>Stops renewing. A renewal under way is awaited, because only its answer has the receipt that is then valid.</summary>
    /// <returns>The receipt with which the message can be deleted or put back; null when the message is no longer ours.</returns>
    public async Task<string?> EndAsync()
    {
        await ended.CancelAsync();
        await renewing;
        ended.Dispose();
        return popReceipt;
    }

    private async Task RenewAsync()
    {
        var pause = duration / 2;
        while (await WaitAsync(pause))
        {
            try
            {
                UpdateReceipt renewed = await queue.UpdateMessageAsync(messageId, popReceipt, visibilityTimeout: duration);
                popReceipt = renewed.PopReceipt;
                pause = duration / 2;
            }
            catch (RequestFailedException e) when (e.IsLostMessage())
            {
                popReceipt = null;
                Log.Lost(logger, queue.Name, messageId);
                return;
            }
            catch (Exception e) when (e.IsStorageFault())
            {
                Log.NotRenewed(logger, e, queue.Name, messageId);
                pause = duration / 8;
            }
        }
    }

    private async Task<bool> WaitAsync(TimeSpan pause)
    {
        await Task.Delay(pause, time, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !ended.IsCancellationRequested;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Message {MessageId} of {Queue} was lost to another holder while its function runs")]
        public static partial void Lost(ILogger logger, string queue, string messageId);

        [LoggerMessage(2, LogLevel.Warning, "The lease of message {MessageId} of {Queue} could not be renewed, trying again")]
        public static partial void NotRenewed(ILogger logger, Exception exception, string queue, string messageId);
    }
}
