using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Assistant;

/// <summary>Puts, every minute, the hints again of texts that nobody handled: a hint may be lost, or have failed too often.</summary>
public sealed class SweepInboundTimer(Conversations conversations, InboundHandler handler, TimeProvider time)
{
    /// <summary>So long a text that cannot be handled is tried again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <summary>A hint that was put with the text has this long.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    [Function(nameof(SweepInboundTimer))]
    public async Task Run([TimerTrigger("%SweepSchedule%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken)
    {
        await foreach (var waiting in conversations.WaitingAsync(time.GetUtcNow() - Grace, cancellationToken))
        {
            if (await conversations.FindAsync(waiting.Sender, waiting.Sid, cancellationToken) is not null)
                await handler.HintAsync(waiting.Sender, waiting.Sid, cancellationToken);
            else
                await conversations.ForgetOpenAsync(waiting, cancellationToken); // The webhook broke off, and Twilio was told so.
        }
    }
}
