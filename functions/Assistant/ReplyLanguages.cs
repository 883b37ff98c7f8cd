using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Deliveries;
using Peyk.Core.Inbound;
using Peyk.Functions.Contacts;

namespace Peyk.Functions.Assistant;

/// <summary>The language in which a text is answered that belongs to no request.</summary>
public sealed class ReplyLanguages(AddressBook addresses, ContactStore contacts, LanguageCatalog languages)
{
    private static readonly LanguageTag Latin = LanguageTag.Parse("en");

    /// <summary>By the letters of the text; where it has none, that of the only contact with this number, else the default.</summary>
    public async Task<Language> OfAsync(InboundSms sms, InboundText text, CancellationToken cancellationToken)
    {
        var isRightToLeft = text.Words.SelectMany(word => word).Any(c => c is >= '\u0600' and <= '\u06FF');
        if (isRightToLeft && languages.Languages.FirstOrDefault(l => l.IsRightToLeft) is { } written)
            return languages.Default.IsRightToLeft ? languages.Default : written;
        var known = await addresses.FindAsync(Channel.Sms, sms.Body.From, isTest: false, cancellationToken);
        var contact = known.Contacts is [var only] ? await contacts.FindAsync(only, isTest: false, cancellationToken) : null;
        if (contact?.Preferences.Language is { } wished)
            return languages.FindOrDefault(wished);
        return IsWritten(text.Original) ? languages.FindOrDefault(Latin) : languages.Default;
    }

    /// <summary>The letters of a code are those of no language.</summary>
    private static bool IsWritten(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(word => word.Any(char.IsAsciiLetter) && !word.Any(char.IsDigit));
}
