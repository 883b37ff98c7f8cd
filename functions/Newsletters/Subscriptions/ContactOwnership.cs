using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>Whether a subscription is a contact's to change: it names the contact, or nobody while the contact alone has the address.</summary>
public sealed class ContactOwnership(AddressBook addresses)
{
    public async Task<bool> OwnsAsync(Contact contact, Subscription? subscription, CancellationToken cancellationToken)
    {
        if (subscription?.ContactId is { } named)
            return named == contact.Id;
        if (contact.Email is not { } email)
            return false;
        var known = await addresses.FindAsync(Channel.Email, email.Value, contact.IsTest, cancellationToken);
        return known.Contacts.All(id => id == contact.Id);
    }
}
