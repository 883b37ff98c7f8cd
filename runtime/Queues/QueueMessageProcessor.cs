using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;
using Peyk.Runtime.Hosting;
using Peyk.Runtime.Invocation;

namespace Peyk.Runtime.Queues;

/// <summary>Runs the function of one message and settles the message: deleted, shown again, or moved to the poison queue.</summary>
internal sealed partial class QueueMessageProcessor(QueueClient queue, PoisonQueue? poison, FunctionPipeline pipeline, QueueServices services)
{
    private readonly ILogger logger = services.Logger;
    private readonly int maxDequeueCount = services.Settings.MaxDequeueCount;

    /// <summary>Never throws. What could not be settled comes back after its lease.</summary>
    public async Task ProcessAsync(QueueMessage message)
    {
        try
        {
            if (poison is not null && message.DequeueCount > maxDequeueCount)
                await MoveToPoisonAsync(poison, message, message.PopReceipt);
            else
                await RunAsync(message);
        }
        catch (RequestFailedException e) when (e.IsLostMessage())
        {
            Log.Lost(logger, queue.Name, message.MessageId);
        }
        catch (Exception e)
        {
            Log.NotSettled(logger, e, queue.Name, message.MessageId);
        }
    }

    /// <summary>For a message that was fetched but shall not be begun any more.</summary>
    public async Task PutBackAsync(QueueMessage message)
    {
        try
        {
            await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: TimeSpan.Zero);
        }
        catch (Exception e) when (e.IsStorageFault())
        {
            Log.NotSettled(logger, e, queue.Name, message.MessageId);
        }
    }

    private async Task RunAsync(QueueMessage message)
    {
        var lease = MessageLease.Keep(queue, message, services.MessageLease, services.Time, logger);
        var succeeded = false;
        try
        {
            await services.Runner.RunAsync(pipeline, QueueTriggerBinding.Trigger(message));
            succeeded = true;
        }
        catch (Exception)
        {
            // The runner has logged it; the message is settled below.
        }

        if (await lease.EndAsync() is { } popReceipt)
            await SettleAsync(message, popReceipt, succeeded);
    }

    private async Task SettleAsync(QueueMessage message, string popReceipt, bool succeeded)
    {
        if (succeeded)
            await queue.DeleteMessageAsync(message.MessageId, popReceipt);
        else if (services.Drain.Abort.IsCancellationRequested)
            await queue.UpdateMessageAsync(message.MessageId, popReceipt, visibilityTimeout: TimeSpan.Zero);
        else if (poison is null && message.DequeueCount >= maxDequeueCount)
            Log.Stuck(logger, queue.Name, message.MessageId, message.DequeueCount);
        else if (poison is not null && message.DequeueCount >= maxDequeueCount)
            await MoveToPoisonAsync(poison, message, popReceipt);
        else
            await queue.UpdateMessageAsync(message.MessageId, popReceipt, visibilityTimeout: services.Settings.VisibilityTimeout);
    }

    private async Task MoveToPoisonAsync(PoisonQueue destination, QueueMessage message, string popReceipt)
    {
        await destination.PutAsync(message);
        Log.Poisoned(logger, message.MessageId, queue.Name, destination.Name, message.DequeueCount);
        RuntimeTelemetry.PoisonedMessages.Add(1, new KeyValuePair<string, object?>("queue", queue.Name));
        await queue.DeleteMessageAsync(message.MessageId, popReceipt);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Message {MessageId} of {Queue} has another holder by now, which settles it")]
        public static partial void Lost(ILogger logger, string queue, string messageId);

        [LoggerMessage(2, LogLevel.Warning, "Message {MessageId} of {Queue} could not be settled and comes back after its lease")]
        public static partial void NotSettled(ILogger logger, Exception exception, string queue, string messageId);

        [LoggerMessage(3, LogLevel.Error, "Message {MessageId} of {Queue} moved to {Poison} after {DequeueCount} tries")]
        public static partial void Poisoned(ILogger logger, string messageId, string queue, string poison, long dequeueCount);

        [LoggerMessage(4, LogLevel.Error, "Message {MessageId} of {Queue} failed {DequeueCount} times and has no poison queue; next try after its lease")]
        public static partial void Stuck(ILogger logger, string queue, string messageId, long dequeueCount);
    }
}
