using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Contacts.Settings;

/// <summary>
/// Links to the settings page. They stand in every e-mail to a contact and hold as long as the contact does, or until its links are
/// made anew: the contact's row is the one that says so.
/// </summary>
public sealed class PreferenceLinks(PageTokens tokens, ContactStore contacts, Links links)
{
    private const string Purpose = "preferences";

    public string TokenOf(Contact contact) => tokens.Create(PurposeOf(contact), contact.Id);

    public string Of(Contact contact) => links.Preferences(TokenOf(contact));

    /// <summary>The contact whose settings a token opens; null when it opens nothing, or nothing any more.</summary>
    public async Task<Contact?> OpenAsync(string token, CancellationToken cancellationToken)
    {
        if (PageTokens.IdOf(token) is not { } id)
            return null;
        foreach (var isTest in (bool[])[false, true])
        {
            if (await contacts.FindAsync(id, isTest, cancellationToken) is { } contact && tokens.Read(PurposeOf(contact), token) == id)
                return contact;
        }

        return null;
    }

    private static string PurposeOf(Contact contact) => $"{Purpose}/{(contact.IsTest ? "test" : "real")}/{contact.LinkGeneration}";
}
