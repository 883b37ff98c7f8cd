using System.Collections.Immutable;
using System.Text.Json;
using Peyk.Core.Addresses;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Contacts;

/// <summary>The body of <c>PUT /api/v1/contacts/{id}</c>: all that is to be known of the contact from now on.</summary>
/// <param name="Reference">The posting client's own number of the contact; those of other clients are not its to change.</param>
public sealed record ContactRequest(PersonName? Name, PhoneNumber? Mobile, EmailAddress? Email, Preferences Preferences, string? Reference)
{
    public const int LongestReference = 128;

    /// <summary>More topics than any organisation has.</summary>
    private const int MostTopics = 50;

    public static ContactRequest? Read(JsonElement body, TopicCatalog topics, List<FieldError> errors)
    {
        if (RequestReader.Root(body, errors) is not { } reader)
            return null;
        var mobile = reader.Value<PhoneNumber>("mobile", PhoneNumber.TryParse);
        var email = reader.Value<EmailAddress>("email", EmailAddress.TryParse);
        var name = reader.Value<PersonName>("name", PersonName.TryParse);
        var language = reader.Value<LanguageTag>("language", LanguageTag.TryParse);
        var zone = reader.TimeZone("timeZone");
        var order = reader.Words<Channel>("channelOrder");
        var hours = ReadHours(reader);
        var paused = reader.Moment("pausedUntil")?.ToUniversalTime();
        var optOuts = ReadTopics(reader, topics);
        var reference = reader.Text("reference", longest: LongestReference);
        reader.Close();
        return errors.Count > 0 ? null : new(name, mobile, email, new(language, zone, [.. order ?? []], hours, paused, optOuts), reference);
    }

    /// <summary>The contact as the request wants it.</summary>
    /// <param name="before">As it was; null for a new one.</param>
    public Contact ToContact(Guid id, bool isTest, string client, Contact? before, DateTimeOffset now) =>
        new(id, isTest, Name, Mobile, Email, Preferences, before?.CreatedAt ?? now, now)
        {
            References =
            [
                .. (before?.References ?? []).Where(r => r.Client != client),
                .. Reference is null ? [] : (ContactReference[])[new(client, Reference)],
            ],
        };

    private static QuietHours? ReadHours(RequestReader reader)
    {
        if (!reader.HasObject("quietHours"))
            return reader.Value<QuietHours>("quietHours", QuietHours.TryParse);
        var inner = reader.Object("quietHours")!;
        var from = inner.Text("from", required: true, longest: 5);
        var to = inner.Text("to", required: true, longest: 5);
        inner.Close();
        if (from is null || to is null)
            return null;
        if (!QuietHours.TryParse($"{from}-{to}", out var hours, out var reason))
            reader.Refuse("quietHours", "format", reason);
        return hours;
    }

    private static ImmutableArray<OptOut> ReadTopics(RequestReader reader, TopicCatalog known)
    {
        if (reader.Object("topics") is not { } topics)
            return [];
        if (topics.Names.Count > MostTopics)
        {
            reader.Refuse("topics", "too_long", $"At most {MostTopics} topics can be named.");
            return [];
        }

        var optOuts = ImmutableArray.CreateBuilder<OptOut>();
        foreach (var name in topics.Names)
        {
            if (!RequestReader.IsName(name))
                topics.Refuse(name, "format", "A topic has lower-case letters, digits and dashes.");
            else if (known.Find(name) is null)
                topics.Refuse(name, "unknown_value", "No topic of that name is defined.");
            else if (topics.Object(name) is { } channels)
                optOuts.AddRange(ReadChannels(channels).Select(channel => new OptOut(name, channel)));
        }

        return optOuts.ToImmutable();
    }

    /// <summary>The channels on which a topic is not wanted.</summary>
    private static List<Channel> ReadChannels(RequestReader topic)
    {
        var unwanted = Enum.GetValues<Channel>().Where(channel => topic.Boolean(channel.ToWord()) == false).ToList();
        topic.Close();
        return unwanted;
    }
}
