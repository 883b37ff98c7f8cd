using System.Diagnostics;
using Peyk.Functions.Shared.Storage;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Delivery;

/// <summary>Reads a hint off a queue message and has the worker look at its delivery, in the trace that caused it.</summary>
public sealed class HintReader(DeliveryWorker worker, Hints hints)
{
    public static readonly ActivitySource Activities = new("Peyk.Delivery");

    /// <summary>Pause for a message of a newer version: while a new version of the app is rolled out, both run.</summary>
    public static readonly TimeSpan NewerPause = TimeSpan.FromSeconds(30);

    /// <param name="function">Names the trace.</param>
    /// <param name="queue">Where the message comes from, and goes back to when a newer version of the app put it.</param>
    /// <exception cref="FormatException">The message is no hint: it fails, and in the end is kept aside.</exception>
    public async Task HandleAsync(string function, string queue, string message, CancellationToken cancellationToken)
    {
        if (QueueMessage.IsNewer(message, DeliveryHint.Version))
        {
            await hints.PutBackAsync(queue, message, NewerPause, cancellationToken);
            return;
        }

        var hint = QueueMessage.Read(message, PeykJson.Default.DeliveryHint);
        using var activity = ActivityContext.TryParse(hint.TraceParent, null, out var parent)
            ? Activities.StartActivity(function, ActivityKind.Consumer, parent)
            : null;
        await worker.LookAtAsync(hint.Id, hint.Delivery, cancellationToken);
    }
}
