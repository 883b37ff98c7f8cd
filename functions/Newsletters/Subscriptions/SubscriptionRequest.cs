using System.Text.Json;
using Peyk.Core.Addresses;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>One subscription as a client posts it.</summary>
/// <param name="Email">Null: the contact's.</param>
public sealed record SubscriptionRequest(
    EmailAddress? Email, Guid? ContactId, PersonName? Name, LanguageTag? Language, string? Service, string? Region, IReadOnlyList<string>? Tags,
    string? Source, StatedConsent? Consent)
{
    public const int MostTags = 20;
    public const int LongestProof = 500;

    /// <param name="pointer">Where in the body it stands.</param>
    /// <returns>Null when something is wrong; the errors say what.</returns>
    public static SubscriptionRequest? Read(JsonElement value, string pointer, DateTimeOffset now, List<FieldError> errors)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new(pointer, "type", "A subscription must be a JSON object."));
            return null;
        }

        var before = errors.Count;
        var reader = RequestReader.At(pointer, value, errors);
        var email = reader.Value<EmailAddress>("email", EmailAddress.TryParse);
        var contact = reader.Uuid("contactId");
        if (!reader.Has("email") && !reader.Has("contactId"))
            reader.Refuse("email", "required", "A subscription needs an e-mail address or a contact that has one.");
        var request = new SubscriptionRequest(
            email,
            contact,
            reader.Value<PersonName>("name", PersonName.TryParse),
            reader.Value<LanguageTag>("language", LanguageTag.TryParse),
            reader.Name("service"),
            reader.Name("region"),
            reader.NameList("tags", MostTags),
            reader.Name("source"),
            ReadConsent(reader, now));
        reader.Close();
        return errors.Count > before ? null : request;
    }

    private static StatedConsent? ReadConsent(RequestReader reader, DateTimeOffset now)
    {
        if (reader.Object("confirmed") is not { } part)
            return null;
        var at = part.Moment("at", required: true)?.ToUniversalTime();
        var proof = part.Text("proof", required: true, LongestProof);
        if (at > now)
            part.Refuse("at", "range", "The time is still to come.");
        part.Close();
        return at is { } given && proof is not null ? new(given, proof) : null;
    }

    public SubscriptionWish ToWish(EmailAddress email, PersonName? name, LanguageTag? language, Guid request, bool isRepeat, Clients.ApiClient client) =>
        new(email, Consent is null ? SubscriptionWay.Api : SubscriptionWay.Import, request)
        {
            IsTest = client.IsTest,
            Client = client.Id,
            Name = name,
            Language = language,
            Service = Service,
            Region = Region,
            Tags = Tags,
            ContactId = ContactId,
            Source = Source,
            Consent = Consent,
            IsRepeat = isRepeat,
        };
}
