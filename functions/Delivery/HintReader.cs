using Peyk.Core.Deliveries;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>Reads a hint off a queue message and has the worker look at its delivery, in the trace that caused it.</summary>
public sealed class HintReader(DeliveryWorker worker, Hints hints, LanePriority priority, TimeProvider time)
{
    /// <summary>Pause for a message of a newer version: while a new version of the app is rolled out, both run.</summary>
    public static readonly TimeSpan NewerPause = TimeSpan.FromSeconds(30);

    /// <summary>A hint that a newer version of the app put goes back to its queue.</summary>
    /// <exception cref="FormatException">The message is no hint: it fails, and in the end is kept aside.</exception>
    public async Task HandleAsync(Channel channel, Lane lane, string message, CancellationToken cancellationToken)
    {
        if (QueueMessage.IsNewer(message, DeliveryHint.Version))
        {
            await hints.PutBackAsync(Hints.QueueOf(channel, lane), message, NewerPause, cancellationToken);
            return;
        }

        var hint = QueueMessage.Read(message, PeykJson.Default.DeliveryHint);
        if (hint.VisibleAt is { } visibleAt)
            Telemetry.PickedUp(Hints.QueueOf(channel, lane), time.GetUtcNow() - visibleAt);
        if (lane == Lane.Bulk)
            await priority.RunBulkAsync(
                Hints.QueueOf(channel, lane), () => worker.LookAtAsync(hint.Id, hint.Delivery, cancellationToken), cancellationToken);
        else
            await worker.LookAtAsync(hint.Id, hint.Delivery, cancellationToken);
    }
}
