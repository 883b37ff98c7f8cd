using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;

namespace Peyk.Functions.Contacts;

/// <summary>Puts the addresses and the language of a contact in the place of its id.</summary>
public sealed class RecipientResolver(ContactStore contacts)
{
    /// <param name="pointer">Where in the request the recipient stands.</param>
    /// <returns>The recipient with everything that is known; null, with an error, when there is no such contact.</returns>
    public async Task<Recipient?> ResolveAsync(
        Recipient asked, bool isTest, string pointer, List<FieldError> errors, CancellationToken cancellationToken)
    {
        if (asked.ContactId is not { } id)
            return asked;
        if (await contacts.FindAsync(id, isTest, cancellationToken) is not { } contact)
        {
            errors.Add(new($"{pointer}/contactId", "unknown_value", "There is no contact of that id."));
            return null;
        }

        return new(contact.Mobile, contact.Email, contact.Name, contact.Preferences.Language, contact.Preferences.TimeZone)
        {
            ContactId = id,
            Order = contact.Preferences.Order,
        };
    }
}
