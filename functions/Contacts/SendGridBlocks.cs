using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery.Email;

namespace Peyk.Functions.Contacts;

/// <summary>What SendGrid's events mean for the address that they are about, every event named.</summary>
public static class SendGridBlocks
{
    /// <summary>Null for an event after which the address is as good as before. That something arrived lifts nothing.</summary>
    public static BlockChange? ToChange(SendGridEvent e) => e.Type switch
    {
        SendGridEventType.Bounce or SendGridEventType.Dropped => SendGridOutcomes.ToReceipt(e) is Receipt.Failed failed ? OfFailure(failed) : null,
        SendGridEventType.SpamReport => new(BlockCause.SpamReport, Reason.SpamReport, e.At),
        SendGridEventType.Unsubscribe => new(BlockCause.Unsubscribed, Reason.OptedOut, e.At),
        SendGridEventType.GroupUnsubscribe => new(BlockCause.GroupUnsubscribed, Reason.OptedOut, e.At),
        SendGridEventType.GroupResubscribe => new(BlockCause.GroupUnsubscribed, null, e.At),
        SendGridEventType.Processed or SendGridEventType.Deferred or SendGridEventType.Delivered or SendGridEventType.Open
            or SendGridEventType.Click or SendGridEventType.AccountStatusChange => null,
    };

    // A full mailbox, a busy server or a refused text says nothing of the address.
    private static BlockChange? OfFailure(Receipt.Failed failed) => failed.Reason switch
    {
        Reason.Bounced or Reason.InvalidAddress => new(BlockCause.Undeliverable, failed.Reason, failed.At),
        Reason.SpamReport => new(BlockCause.SpamReport, Reason.SpamReport, failed.At),
        Reason.OptedOut => new(BlockCause.Unsubscribed, Reason.OptedOut, failed.At),
        _ => null,
    };
}
