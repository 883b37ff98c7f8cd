namespace Peyk.Core.Deliveries;

/// <summary>Why a delivery ended without arriving. The list is closed: clients may branch on it.</summary>
public enum Reason
{
    /// <summary>The address cannot exist or does not exist any more.</summary>
    InvalidAddress,

    /// <summary>The recipient has no address on this channel.</summary>
    NoAddress,

    /// <summary>The handset or mail server could not be reached.</summary>
    Unreachable,

    /// <summary>The carrier or mail server refuses to deliver to this recipient.</summary>
    Blocked,

    /// <summary>The recipient opted out.</summary>
    OptedOut,

    /// <summary>Whoever has the address said that it is not the recipient's.</summary>
    WrongRecipient,

    /// <summary>The recipient wants nothing for now, and the message would be of no use when the pause is over.</summary>
    Paused,

    /// <summary>The mail server returned the message for good.</summary>
    Bounced,

    /// <summary>The mailbox cannot take more mail.</summary>
    MailboxFull,

    /// <summary>The recipient reported earlier mail as spam.</summary>
    SpamReport,

    /// <summary>A carrier, mail server or provider refused the content.</summary>
    ContentRejected,

    /// <summary>The provider did not work until it was too late.</summary>
    ProviderUnavailable,

    /// <summary>Our account, sender or settings at the provider are wrong.</summary>
    Misconfigured,

    /// <summary>The message would have come too late.</summary>
    Expired,

    /// <summary>The provider took the message and never said what became of it.</summary>
    NoReceipt,

    /// <summary>The client took it back.</summary>
    CancelledByClient,

    /// <summary>The content was erased before the message went out.</summary>
    Erased,
}

/// <summary>Who can change the outcome next time.</summary>
public enum Party
{
    Nobody,
    Citizen,
    Client,
    Us,
}

public static class Reasons
{
    public static Party WhoMustAct(this Reason reason) => reason switch
    {
        Reason.InvalidAddress or Reason.NoAddress or Reason.WrongRecipient or Reason.Bounced => Party.Client,
        Reason.Unreachable or Reason.Blocked or Reason.OptedOut or Reason.Paused or Reason.MailboxFull or Reason.SpamReport => Party.Citizen,
        Reason.ContentRejected or Reason.ProviderUnavailable or Reason.Misconfigured => Party.Us,
        Reason.Expired or Reason.NoReceipt or Reason.CancelledByClient or Reason.Erased => Party.Nobody,
    };
}
