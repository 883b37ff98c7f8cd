using System.Collections.Immutable;
using Peyk.Functions.Clients;
using Peyk.Functions.Operations;

namespace Peyk.Functions.Contacts.Erasures;

/// <summary>Takes requests to erase a person.</summary>
public sealed class ErasureRequests(
    ErasureStore erasures, ContactStore contacts, ContactRemoval removal, AuditLog audit, TimeProvider time)
{
    public const string Requested = "erasure_requested";

    /// <summary>
    /// Writes the erasure down, from where on it will be completed whatever happens, and deletes the contact. A second request while
    /// the first is under way gets the same erasure.
    /// </summary>
    /// <returns>Null when there is no such contact.</returns>
    public async Task<Erasure?> AcceptAsync(Guid contact, ApiClient who, CancellationToken cancellationToken)
    {
        if (await BeginAsync(contact, who, cancellationToken) is not { } open)
            return null;
        await audit.WriteAsync(open.Erasure.Id, new(Requested, open.Erasure.Id.ToString("D"), who.Id, who.KeyId), cancellationToken);
        await removal.RemoveAsync(open, cancellationToken);
        return open.Erasure;
    }

    private async Task<OpenErasure?> BeginAsync(Guid id, ApiClient who, CancellationToken cancellationToken)
    {
        if (await contacts.FindAsync(id, who.IsTest, cancellationToken) is { } contact)
        {
            var now = time.GetUtcNow();
            var erasure = new Erasure(
                Guid.CreateVersion7(now), who.IsTest, who.Id, who.KeyId, now, ErasureStatus.Running, null, ImmutableSortedDictionary<string, int>.Empty);
            if (await erasures.TryAddAsync(erasure, ErasureSubject.Of(contact), cancellationToken) is { } added)
                return added;
        }

        return await erasures.FindOpenAsync(id, who.IsTest, cancellationToken);
    }
}
