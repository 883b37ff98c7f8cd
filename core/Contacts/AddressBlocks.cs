using System.Collections.Immutable;
using Peyk.Core.Deliveries;

namespace Peyk.Core.Contacts;

/// <summary>What keeps messages from an address. Each is known for itself, so that lifting one leaves the others; the gravest first.</summary>
public enum BlockCause
{
    /// <summary>Whoever has the address said that it is not the person's whom we take it for.</summary>
    WrongRecipient,

    /// <summary>STOP by SMS, or the carrier's refusal because of one. START lifts it.</summary>
    CarrierOptOut,

    /// <summary>The person told a mail provider that our mail is spam.</summary>
    SpamReport,

    /// <summary>Unsubscribed from all our mail at the mail provider.</summary>
    Unsubscribed,

    /// <summary>Unsubscribed from a group of mails at the mail provider. Subscribing again lifts it.</summary>
    GroupUnsubscribed,

    /// <summary>The mail server said for good that there is no such address.</summary>
    Undeliverable,
}

/// <summary>Somebody's word on an address.</summary>
/// <param name="Reason">Why nothing may be sent; null when it may be again.</param>
/// <param name="At">When it was said: by the provider's clock where the provider tells, else when we heard it.</param>
/// <param name="MessageId">The provider's id of the message that said so, if it was one.</param>
public sealed record BlockChange(BlockCause Cause, Reason? Reason, DateTimeOffset At, string? MessageId = null);

/// <summary>What is known of one cause.</summary>
/// <param name="Reason">Null when the cause was lifted.</param>
/// <param name="Messages">The latest messages that were heard, so that one that comes again is known.</param>
public sealed record BlockState(Reason? Reason, DateTimeOffset At, ImmutableArray<string> Messages)
{
    /// <summary>A sender's last words; providers repeat a webhook for minutes, not for weeks.</summary>
    public const int MostMessages = 8;

    /// <summary>
    /// The state after a change; null when it changes nothing. In whatever order changes come, and however often, the latest word holds,
    /// and of two at the same time the one that blocks.
    /// </summary>
    public static BlockState? After(BlockState? known, BlockChange change)
    {
        ImmutableArray<string> heard = change.MessageId is null ? [] : [change.MessageId];
        if (known is null)
            return new(change.Reason, change.At, heard);
        if (change.MessageId is { } id && known.Messages.Contains(id))
            return null;
        if (change.At < known.At || (change.At == known.At && (change.Reason is null || known.Reason is not null)))
            return null;
        return new(change.Reason, change.At, [.. known.Messages.Concat(heard).TakeLast(MostMessages)]);
    }
}
