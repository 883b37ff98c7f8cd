using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Assistant;

/// <summary>A hint that a citizen's text is to be handled.</summary>
public sealed class HandleInboundSmsQueue(InboundHandler handler, Hints hints)
{
    /// <exception cref="FormatException">The message is no hint: it fails, and in the end is kept aside.</exception>
    [Function(nameof(HandleInboundSmsQueue))]
    public async Task Run([QueueTrigger(Queues.InboundSms)] string message, CancellationToken cancellationToken)
    {
        if (QueueMessage.IsNewer(message, InboundHint.Version))
        {
            await hints.PutBackAsync(Queues.InboundSms, message, HintReader.NewerPause, cancellationToken);
            return;
        }

        var hint = QueueMessage.Read(message, PeykJson.Default.InboundHint);
        await handler.HandleAsync(hint.Sender, hint.Sid, cancellationToken);
    }
}
