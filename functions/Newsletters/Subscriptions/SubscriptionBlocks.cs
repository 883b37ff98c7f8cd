using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>
/// Writes into the subscriptions of an address, in every topic, why nothing may be sent to it. What their owner chose stays beside it, so
/// that lifting a block gives back what the block took and nothing else.
/// </summary>
public sealed class SubscriptionBlocks(SubscriptionStore subscriptions) : IAddressListener
{
    private const int MostConflicts = 8;

    public Channel Channel => Channel.Email;

    public async Task HearAsync(string hash, bool isTest, Reason? blocked, CancellationToken cancellationToken)
    {
        foreach (var subscription in await subscriptions.FindAllAsync(isTest, hash, cancellationToken))
            await WriteAsync(subscription, blocked, cancellationToken);
    }

    private async Task WriteAsync(Subscription subscription, Reason? blocked, CancellationToken cancellationToken)
    {
        var row = subscription;
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (row.Blocked == blocked || await subscriptions.TrySaveAsync(row with { Blocked = blocked }, cancellationToken))
                return;
            if (await subscriptions.FindAsync(row.Topic, row.IsTest, row.Hash, cancellationToken) is not { } again)
                return;
            row = again;
        }

        throw new InvalidOperationException($"Subscription {subscription.Id} changed {MostConflicts} times while a block was written.");
    }
}
