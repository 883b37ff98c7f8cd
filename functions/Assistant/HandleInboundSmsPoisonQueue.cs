using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Assistant;

/// <summary>
/// Hints of <see cref="HandleInboundSmsQueue"/> that failed too often. A text that is still open needs no hint put back: the sweep
/// puts one until the text is a day old. Then, or when the message cannot be read, it becomes a dead letter.
/// </summary>
public sealed class HandleInboundSmsPoisonQueue(Conversations conversations, PoisonedMessages poisoned, TimeProvider time)
{
    [Function(nameof(HandleInboundSmsPoisonQueue))]
    public async Task Run([QueueTrigger(Queues.InboundSmsPoison)] string message, CancellationToken cancellationToken)
    {
        if (Read(message) is not { } hint)
        {
            await poisoned.GiveUpAsync(Queues.InboundSms, message, "unreadable", cancellationToken);
            return;
        }

        if (await conversations.FindAsync(hint.Sender, hint.Sid, cancellationToken) is not { IsHandled: false } sms
            || sms.WaitsSince + SweepInboundTimer.Patience > time.GetUtcNow())
            return;
        await poisoned.GiveUpAsync(Queues.InboundSms, message, "failed_too_often", cancellationToken);
        await conversations.EndAsync(sms, cancellationToken);
    }

    private static InboundHint? Read(string message)
    {
        try
        {
            return QueueMessage.IsNewer(message, InboundHint.Version) ? null : QueueMessage.Read(message, PeykJson.Default.InboundHint);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
