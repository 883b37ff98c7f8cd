using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;
using Peyk.Runtime.Hosting;

namespace Peyk.Runtime.Queues;

/// <summary>
/// Polls one queue. A full batch is followed by the next at once, as soon as few enough functions still run; otherwise it waits
/// for a back-off that grows while the queue is empty, or for a wake-up.
/// </summary>
internal sealed partial class QueueListener(QueueClient queue, QueueMessageProcessor processor, WakeSignal wake, QueueServices services)
{
    private static readonly TimeSpan LongestPauseAfterFaults = TimeSpan.FromSeconds(30);

    private readonly QueueSettings settings = services.Settings;
    private readonly Drain drain = services.Drain;
    private readonly ILogger logger = services.Logger;
    private readonly RandomizedBackoff idle = new(services.MinPollingInterval, services.Settings.MaxPollingInterval);
    private readonly RandomizedBackoff faults = new(TimeSpan.FromSeconds(1), LongestPauseAfterFaults);
    private readonly List<Task> running = [];
    private bool isAbsent;

    /// <summary>Until the host stops; ends when all functions it began have ended.</summary>
    public async Task ListenAsync()
    {
        while (!drain.Stopping.IsCancellationRequested)
        {
            var pause = await PollAsync();
            await WaitAsync(pause);
        }

        await Task.WhenAll(running);
    }

    /// <returns>How long to wait before the next poll.</returns>
    private async Task<TimeSpan> PollAsync()
    {
        try
        {
            // Not cancelled by the stop: messages that the service has already handed out would stay hidden until their leases end.
            QueueMessage[] messages = await queue.ReceiveMessagesAsync(settings.BatchSize, services.MessageLease, drain.Abort);
            faults.Reset();
            isAbsent = false;
            await BeginAsync(messages);
            if (messages.Length > 0)
                idle.Reset();
            return messages.Length == settings.BatchSize ? TimeSpan.Zero : idle.Next();
        }
        catch (RequestFailedException e) when (e.IsAbsentQueue())
        {
            if (!isAbsent)
                Log.Absent(logger, queue.Name);
            isAbsent = true;
            return idle.Next();
        }
        catch (Exception e)
        {
            // The boundary of this queue: whatever it is, the others and the next poll go on.
            if (!drain.Abort.IsCancellationRequested)
                Log.NotPolled(logger, e, queue.Name);
            return faults.Next();
        }
    }

    private async Task BeginAsync(QueueMessage[] messages)
    {
        if (drain.Stopping.IsCancellationRequested)
            await Task.WhenAll(messages.Select(processor.PutBackAsync));
        else
            running.AddRange(messages.Select(message => Task.Run(() => processor.ProcessAsync(message))));
    }

    private async Task WaitAsync(TimeSpan pause)
    {
        try
        {
            if (pause > TimeSpan.Zero && await wake.WaitAsync(pause, drain.Stopping))
                idle.Reset();
            running.RemoveAll(task => task.IsCompleted);
            while (running.Count > settings.NewBatchThreshold)
            {
                await Task.WhenAny(running).WaitAsync(drain.Stopping);
                running.RemoveAll(task => task.IsCompleted);
            }
        }
        catch (OperationCanceledException) when (drain.Stopping.IsCancellationRequested)
        {
            // The caller's loop ends.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Queue {Queue} is not there yet; polling on")]
        public static partial void Absent(ILogger logger, string queue);

        [LoggerMessage(2, LogLevel.Warning, "Queue {Queue} could not be polled")]
        public static partial void NotPolled(ILogger logger, Exception exception, string queue);
    }
}
