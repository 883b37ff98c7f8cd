namespace Peyk.Core.Newsletters;

public enum SubscriptionState
{
    /// <summary>Asked for; whoever has the address has not confirmed it yet.</summary>
    Pending,

    /// <summary>The owner of the address wants the topic.</summary>
    Confirmed,

    /// <summary>The owner does not want it any more.</summary>
    Unsubscribed,
}
