using Peyk.Core.Deliveries;

namespace Peyk.Functions.Contacts.Erasures;

/// <summary>Deletes the contact itself and every link to it. From then on no message finds it, and no client.</summary>
public sealed class ContactRemoval(ErasureStore erasures, ContactStore contacts, AddressBook addresses, AddressHashes hashes)
{
    private const int MostConflicts = 8;

    /// <summary>
    /// A change of the contact that came between is taken into the erasure before its row goes, so that no link is forgotten. A second
    /// call changes nothing.
    /// </summary>
    /// <returns>The erasure as it then is; null when somebody else has taken it over.</returns>
    public async Task<OpenErasure?> RemoveAsync(OpenErasure open, CancellationToken cancellationToken)
    {
        var (id, isTest) = (open.Subject.ContactId, open.Erasure.IsTest);
        for (var conflicts = 0; await contacts.FindAsync(id, isTest, cancellationToken) is { } contact; conflicts++)
        {
            if (conflicts == MostConflicts)
                throw new InvalidOperationException($"A contact changed {MostConflicts} times while it was deleted for erasure {open.Erasure.Id}.");
            var wider = open.Subject.With(contact);
            if (!ReferenceEquals(wider, open.Subject))
            {
                if (await erasures.SaveAsync(open with { Subject = wider }, cancellationToken) is not { } saved)
                    return null;
                open = saved;
            }

            await contacts.TryDeleteAsync(contact, cancellationToken);
        }

        foreach (var mobile in open.Subject.Mobiles)
            await addresses.UnlinkAsync(hashes.Of(Channel.Sms, mobile, isTest), id, cancellationToken);
        foreach (var email in open.Subject.Emails)
            await addresses.UnlinkAsync(hashes.Of(Channel.Email, email, isTest), id, cancellationToken);
        foreach (var reference in open.Subject.References)
            await contacts.UnlinkAsync(reference, id, isTest, cancellationToken);
        return open;
    }
}
