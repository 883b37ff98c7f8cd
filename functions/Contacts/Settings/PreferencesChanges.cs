using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Calendars;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Contacts.Settings;

/// <summary>What the settings page does. Doing it twice changes nothing the second time.</summary>
public sealed partial class PreferencesChanges(
    ContactStore contacts,
    AddressBook addresses,
    TopicCatalog topics,
    LanguageCatalog languages,
    IOptions<PeykOptions> options,
    TimeProvider time,
    ILogger<PreferencesChanges> logger)
{
    private const int MostConflicts = 8;

    private readonly PreferencesReader _reader = new(topics, languages);

    /// <summary>By the contact's own clock.</summary>
    public ZonedDateTime Today(Contact contact) => Instant.FromDateTimeOffset(time.GetUtcNow()).InZone(ZoneOf(contact));

    public DateTimeZone ZoneOf(Contact contact) =>
        (contact.Preferences.TimeZone is { } id ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) : null) ?? DateTimeZoneProviders.Tzdb[options.Value.TimeZone];

    /// <summary>Keeps what the form asks for, unless something in it is wrong; then it says what, and keeps nothing.</summary>
    public async Task<IReadOnlyList<FormError>> SaveAsync(
        Contact contact, PreferencesForm form, IReadOnlySet<string> shown, Language language, CancellationToken cancellationToken)
    {
        var errors = new List<FormError>();
        await ChangeAsync(
            contact,
            now => _reader.Read(now.Preferences, form, shown, language, Today(now), errors) is var wanted && errors.Count == 0
                ? now with { Preferences = wanted }
                : null,
            cancellationToken);
        if (errors.Count == 0)
            Log.Saved(logger, contact.Id);
        return errors;
    }

    /// <summary>
    /// Somebody else has the address: nothing is sent to it any more, the contact loses it, and every link that was sent stops working,
    /// because it may have gone to the wrong person. The block goes first, so that a crash in between leaves nobody disturbed.
    /// </summary>
    public async Task DisownAsync(Contact contact, Channel channel, CancellationToken cancellationToken)
    {
        if (contact.AddressOn(channel) is not { } address)
            return;
        var change = new BlockChange(BlockCause.WrongRecipient, Reason.WrongRecipient, time.GetUtcNow());
        await addresses.NoteAsync(channel, address, contact.IsTest, change, cancellationToken);
        await ChangeAsync(
            contact,
            now => now.AddressOn(channel) == address ? Without(now, channel) with { LinkGeneration = now.LinkGeneration + 1 } : null,
            cancellationToken);
        Log.Disowned(logger, contact.Id, channel);
    }

    private async Task ChangeAsync(Contact contact, Func<Contact, Contact?> change, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (change(contact) is not { } changed
                || await contacts.TrySaveAsync(contact, changed with { ChangedAt = time.GetUtcNow() }, cancellationToken)
                || await contacts.FindAsync(contact.Id, contact.IsTest, cancellationToken) is not { } again)
                return;
            contact = again;
        }

        throw new InvalidOperationException($"Contact {contact.Id} changed {MostConflicts} times while its settings were saved.");
    }

    private static Contact Without(Contact contact, Channel channel) => channel switch
    {
        Channel.Sms => contact with { Mobile = null },
        Channel.Email => contact with { Email = null },
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Contact {Id} changed its settings")]
        public static partial void Saved(ILogger logger, Guid id);

        [LoggerMessage(LogLevel.Information, "Contact {Id} lost its address for {Channel}: it is somebody else's")]
        public static partial void Disowned(ILogger logger, Guid id, Channel channel);
    }
}
