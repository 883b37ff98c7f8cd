using System.Text.Json;
using System.Text.Json.Nodes;
using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>Shows and erases the subscriptions of a person.</summary>
public sealed class SubscriptionPersons(SubscriptionStore subscriptions, SubscriptionViews views) : IPersonalData
{
    private const int MostConflicts = 8;

    public string Name => "subscriptions";

    public async Task<JsonNode?> ExportAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var held = new JsonArray();
        foreach (var subscription in await FindAsync(subject, cancellationToken))
        {
            var shown = JsonSerializer.SerializeToNode(views.Of(subscription), HttpJson.Readable.SubscriptionView)!.AsObject();
            if (subscriptions.Open(subscription)?.Proof is { } proof)
                shown["proof"] = proof;
            held.Add((JsonNode)shown);
        }

        return held.Count == 0 ? null : held;
    }

    /// <inheritdoc/>
    /// <remarks>Links in earlier mails lead nowhere from then on. What leads to a row on its day says nothing of a person, and goes on that day.</remarks>
    public async Task<ErasedPart> EraseAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var subscription in await FindAsync(subject, cancellationToken))
        {
            if (subscription.ContactId is null && subscription.Changes[0].At > subject.Until)
                continue;
            await DeleteAsync(subscription, cancellationToken);
            count++;
        }

        return new(count);
    }

    private async Task<IReadOnlyList<Subscription>> FindAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, Subscription>();
        var all = (await subscriptions.FindOfContactAsync(subject.ContactId, subject.IsTest, cancellationToken)).ToList();
        foreach (var address in subject.Addresses.Where(a => a.Channel == Channel.Email))
            all.AddRange(await subscriptions.FindAllAsync(subject.IsTest, address.Hash, cancellationToken));
        foreach (var subscription in all)
        {
            if (Owns(subject, subscription))
                found[subscription.Id] = subscription;
        }

        return [.. found.Values];
    }

    private bool Owns(DataSubject subject, Subscription subscription)
    {
        if (subscriptions.Open(subscription) is { } subscriber)
            return subject.Owns(subscription.ContactId, mobile: null, subscriber.Email, subscriber.Name);
        // Only that somebody unsubscribed is left of it, under the hash of an address: theirs, unless others have it too.
        return subject.Addresses.Any(a => a.Hash == subscription.Hash && !a.IsShared);
    }

    private async Task DeleteAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        var row = subscription;
        for (var conflicts = 0; !await subscriptions.TryDeleteAsync(row, cancellationToken); conflicts++)
        {
            if (conflicts == MostConflicts)
                throw new InvalidOperationException($"Subscription {row.Id} changed {MostConflicts} times while it was erased.");
            if (await subscriptions.FindAsync(row.Id, cancellationToken) is not { } again)
                return;
            row = again;
        }
    }
}
