using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Callbacks;

/// <summary>A hint that a client has callbacks that are due.</summary>
public sealed class SendCallbacksQueue(CallbackPump pump, Hints hints)
{
    [Function(nameof(SendCallbacksQueue))]
    public Task Run([QueueTrigger(Queues.Callbacks)] string message, CancellationToken cancellationToken) =>
        QueueMessage.IsNewer(message, CallbackHint.Version)
            ? hints.PutBackAsync(Queues.Callbacks, message, HintReader.NewerPause, cancellationToken)
            : pump.RunAsync(QueueMessage.Read(message, PeykJson.Default.CallbackHint).Client, cancellationToken);
}
