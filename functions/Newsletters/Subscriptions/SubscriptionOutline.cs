using Peyk.Core.Newsletters;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>What is looked at to find out how many a segment has: a subscription without its content and its past.</summary>
public sealed record SubscriptionOutline(string Hash, SubscriptionState State, bool IsBlocked, DateTimeOffset? PausedUntil, SegmentFacts Facts)
{
    public bool MaySend(DateTimeOffset now) => State == SubscriptionState.Confirmed && !IsBlocked && !(PausedUntil > now);
}
