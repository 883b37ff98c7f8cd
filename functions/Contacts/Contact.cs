using Azure;
using Peyk.Core.Addresses;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;

namespace Peyk.Functions.Contacts;

/// <summary>A person we can reach. Contacts belong to the organisation, not to one client; those of test keys are apart.</summary>
/// <param name="Id">Chosen by the client: any UUID.</param>
public sealed record Contact(
    Guid Id, bool IsTest, PersonName? Name, PhoneNumber? Mobile, EmailAddress? Email, Preferences Preferences, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt)
{
    /// <summary>Links to the settings page hold for one generation; raising it makes all that were sent invalid.</summary>
    public int LinkGeneration { get; init; }

    /// <summary>Version of the row that it was read from; empty for a contact that is not kept yet.</summary>
    public ETag ETag { get; init; }

    public string? AddressOn(Channel channel) => channel switch
    {
        Channel.Sms => Mobile?.Value,
        Channel.Email => Email?.Value,
    };
}

/// <summary>Everything that names a person; it lives encrypted in the contact's row and nowhere else.</summary>
public sealed record ContactIdentity(string? Name = null, string? Mobile = null, string? Email = null);

/// <summary>Preferences as they are stored.</summary>
public sealed record StoredPreferences(
    string? Language = null, string? TimeZone = null, IReadOnlyList<Channel>? Order = null, string? QuietHours = null,
    DateTimeOffset? PausedUntil = null, IReadOnlyList<OptOut>? OptOuts = null)
{
    public static StoredPreferences From(Preferences p) => new(
        p.Language?.Value, p.TimeZone, p.Order, p.QuietHours?.ToString(), p.PausedUntil, p.OptOuts);

    public Preferences ToPreferences() => new(
        Language is null ? null : LanguageTag.Parse(Language), TimeZone, [.. Order ?? []],
        QuietHours is null ? null : Core.Contacts.QuietHours.Parse(QuietHours), PausedUntil, [.. OptOuts ?? []]);
}
