using Peyk.Core.Deliveries;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>Reads a hint off a queue message and has the worker look at its delivery, in the trace that caused it.</summary>
public sealed class HintReader(DeliveryWorker worker, TimeProvider time)
{
    /// <exception cref="FormatException">The message is no hint, or one of a newer version: it is put back, and in the end kept aside.</exception>
    public async Task HandleAsync(Channel channel, string message, CancellationToken cancellationToken)
    {
        var hint = QueueMessage.Read(message, PeykJson.Default.DeliveryHint);
        if (hint.V > DeliveryHint.Version)
            throw new FormatException($"The message has version {hint.V}; this app knows {DeliveryHint.Version}.");
        if (hint.VisibleAt is { } visibleAt)
            Telemetry.PickedUp(channel, time.GetUtcNow() - visibleAt);
        await worker.LookAtAsync(hint.Id, hint.Delivery, cancellationToken);
    }
}
