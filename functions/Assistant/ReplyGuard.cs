using Microsoft.Extensions.Options;
using Peyk.Core.Inbound;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Assistant;

/// <summary>
/// Keeps two machines from talking to each other, and one sender from costing us much: what is decided is done all the same, only
/// the reply is left out.
/// </summary>
public sealed class ReplyGuard(Keyring keyring, IOptions<AssistantOptions> options)
{
    /// <summary>The same text so often in a row gets no answer any more.</summary>
    private const int TooOften = 3;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public Turn Restrain(InboundSms sms, InboundText text, SmsSession before, Turn turn)
    {
        var same = 0;
        string? last = null;
        if (turn.IsRepeatable)
        {
            last = keyring.LookupHash("inbound-text", string.Join(' ', text.Words))[..16];
            same = last == before.LastText ? before.SameTexts + 1 : 1;
        }

        var replies = (before.Replies ?? []).Where(r => r > sms.ReceivedAt - Window).ToList();
        var isSilent = turn.Decision.Reply is null || same >= TooOften || replies.Count >= options.Value.RepliesPerHour;
        if (!isSilent)
            replies.Add(sms.ReceivedAt);
        return new(
            turn.Session with { Replies = replies, LastText = last, SameTexts = same },
            isSilent ? turn.Decision with { Reply = null } : turn.Decision);
    }
}
