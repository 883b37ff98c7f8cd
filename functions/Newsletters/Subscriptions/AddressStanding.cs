using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>What keeps newsletters from an address, whatever is said in its subscription.</summary>
/// <param name="OptedOut">Topics that the contact does not want by e-mail.</param>
public sealed record AddressStanding(Reason? Blocked, DateTimeOffset? PausedUntil, IReadOnlySet<string> OptedOut);

/// <summary>Looks up how an address stands when a subscription of it is written for the first time; later changes are told.</summary>
public sealed class AddressStandings(AddressBook addresses, ContactStore contacts)
{
    /// <param name="contactId">The contact that was named; null to take the only one that has the address.</param>
    public async Task<AddressStanding> OfAsync(string email, bool isTest, Guid? contactId, CancellationToken cancellationToken)
    {
        var known = await addresses.FindAsync(Channel.Email, email, isTest, cancellationToken);
        var only = known.Contacts is [var one] ? one : (Guid?)null;
        var contact = (contactId ?? only) is { } id ? await contacts.FindAsync(id, isTest, cancellationToken) : null;
        // A link may be left of an address that the contact no longer has.
        var isTheirs = string.Equals(contact?.Email?.Value, email, StringComparison.OrdinalIgnoreCase);
        var preferences = isTheirs ? contact!.Preferences : Preferences.None;
        return new(
            known.Block?.Reason,
            preferences.PausedUntil,
            preferences.OptOuts.Where(o => o.Channel == Channel.Email).Select(o => o.Topic).ToHashSet(StringComparer.Ordinal));
    }
}
