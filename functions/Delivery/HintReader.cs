using System.Diagnostics;
using Peyk.Functions.Shared.Storage;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Delivery;

/// <summary>Reads a hint off a queue message and has the worker look at its delivery, in the trace that caused it.</summary>
public sealed class HintReader(DeliveryWorker worker)
{
    public static readonly ActivitySource Activities = new("Peyk.Delivery");

    /// <exception cref="FormatException">The message is no hint, or one of a newer version: it is put back, and in the end kept aside.</exception>
    public async Task HandleAsync(string function, string message, CancellationToken cancellationToken)
    {
        var hint = QueueMessage.Read(message, PeykJson.Default.DeliveryHint);
        if (hint.V > DeliveryHint.Version)
            throw new FormatException($"The message has version {hint.V}; this app knows {DeliveryHint.Version}.");
        using var activity = ActivityContext.TryParse(hint.TraceParent, null, out var parent)
            ? Activities.StartActivity(function, ActivityKind.Consumer, parent)
            : null;
        await worker.LookAtAsync(hint.Id, hint.Delivery, cancellationToken);
    }
}
