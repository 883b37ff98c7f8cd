using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts.Erasures;

namespace Peyk.Functions.Contacts;

/// <summary>Finds out what of a person's addresses is theirs alone.</summary>
public sealed class DataSubjects(ContactStore contacts, AddressHashes hashes)
{
    public async Task<DataSubject> OfAsync(ErasureSubject person, bool isTest, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var addresses = new List<SubjectAddress>();
        foreach (var (channel, value) in person.Mobiles.Select(m => (Channel.Sms, m)).Concat(person.Emails.Select(e => (Channel.Email, e))))
        {
            var owners = await contacts.FindByAddressAsync(channel, value, isTest, cancellationToken);
            addresses.Add(new(channel, value, hashes.Of(channel, value, isTest), owners.Any(o => o.Id != person.ContactId)));
        }

        return new(person.ContactId, isTest, addresses, person.Names, until);
    }
}
