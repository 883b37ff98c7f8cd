using System.Text.Json;
using System.Text.Json.Nodes;
using Peyk.Core.Addresses;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Complaints;

/// <summary>What is written about a complaint, to the citizen and to those who must answer. Each is sent once, however often it is asked for.</summary>
public sealed class ComplaintMessages(Acceptance acceptance, MessageComposer composer, DerivedIds ids, TimeProvider time)
{
    public const string Kind = "complaints";
    private static readonly TimeSpan Life = TimeSpan.FromDays(3);

    /// <summary>To the citizen, on every channel that works, urgent: it answers what they said to us.</summary>
    /// <param name="at">When what it tells of came about: the same whenever it is told again.</param>
    public Task TellCitizenAsync(Complaint complaint, string template, DateTimeOffset at, JsonObject data, CancellationToken cancellationToken)
    {
        var person = complaint.Matter?.Person;
        List<Channel> channels = [];
        if (person?.Mobile is not null)
            channels.Add(Channel.Sms);
        if (person?.Email is not null)
            channels.Add(Channel.Email);
        return channels.Count == 0
            ? Task.CompletedTask
            : SendAsync(
                complaint, template, at, new(
                    Commitment.NewSalt(), complaint.Language, ToElement(data), person!.Mobile, person.Email, person.Name, person.TimeZone,
                    ContactId: person.ContactId),
                channels, cancellationToken);
    }

    /// <summary>To a colleague, by e-mail, in the default language.</summary>
    /// <inheritdoc cref="TellCitizenAsync"/>
    public Task TellColleagueAsync(
        Complaint complaint, string template, DateTimeOffset at, EmailAddress to, JsonObject data, CancellationToken cancellationToken) =>
        SendAsync(
            complaint, template, at, new(Commitment.NewSalt(), composer.LanguageFor(null), ToElement(data), Email: to.Value), [Channel.Email],
            cancellationToken);

    private Task SendAsync(
        Complaint complaint, string template, DateTimeOffset at, NotificationContent content, IReadOnlyList<Channel> channels,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return acceptance.AcceptAsync(
            new(
                ids.Of(at, "complaint", $"{complaint.Id:D}|{template}"),
                new(complaint.ClientId, Kind, template, content.Language, complaint.Service, IsTest: complaint.IsTest),
                content, ChannelPolicy.Preferred, channels, FallbackAfter: null, new(null, now + Life), Urgent: true),
            cancellationToken);
    }

    private static JsonElement ToElement(JsonObject data) => JsonElement.Parse(data.ToJsonString());
}
