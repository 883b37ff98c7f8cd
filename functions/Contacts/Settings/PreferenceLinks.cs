using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Contacts.Settings;

/// <summary>
/// Links to the settings page. They stand in every e-mail to a contact and hold as long as the contact does, or until its links are
/// made anew: the contact's row is the one that says so.
/// </summary>
public sealed class PreferenceLinks(PageTokens tokens, ContactStore contacts, Links links)
{
    public string TokenOf(Contact contact) => tokens.Make(PagePurpose.Preferences, contact.Id, BoundOf(contact));

    public string Of(Contact contact) => links.Preferences(TokenOf(contact));

    /// <summary>The contact whose settings a token opens; null when it opens nothing, or nothing any more.</summary>
    public async Task<Contact?> OpenAsync(string token, CancellationToken cancellationToken)
    {
        if (!PageTokens.TryReadId(token, out var id))
            return null;
        foreach (var isTest in (bool[])[false, true])
        {
            if (await contacts.FindAsync(id, isTest, cancellationToken) is { } contact && tokens.TryRead(PagePurpose.Preferences, token, out _, BoundOf(contact)))
                return contact;
        }

        return null;
    }

    // One id may stand for a real person and for one of a test.
    private static string BoundOf(Contact contact) => $"{(contact.IsTest ? "test" : "real")}/{contact.LinkGeneration}";
}
