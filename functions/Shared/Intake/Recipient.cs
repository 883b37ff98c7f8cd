using Peyk.Core.Addresses;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Shared.Intake;

/// <summary>Who gets a message, as the request says it.</summary>
public sealed record Recipient(PhoneNumber? Mobile, EmailAddress? Email, PersonName? Name, LanguageTag? Language, string? TimeZone)
{
    /// <summary>The contact that the request names instead of addresses; null when it brings its own.</summary>
    public Guid? ContactId { get; init; }

    /// <summary>Channels as the contact wants them, best first; empty when nothing is known of it.</summary>
    public IReadOnlyList<Channel> Order { get; init; } = [];

    /// <summary>Somebody of whom nothing is known.</summary>
    public static Recipient Nobody { get; } = new(null, null, null, null, null);

    public bool Has(Channel channel) => channel switch
    {
        Channel.Sms => Mobile is not null,
        Channel.Email => Email is not null,
    };

    public static Recipient Read(RequestReader reader, bool addressRequired = true)
    {
        if (reader.Has("contactId"))
            return Named(reader);
        var mobile = reader.Value<PhoneNumber>("mobile", PhoneNumber.TryParse);
        var email = reader.Value<EmailAddress>("email", EmailAddress.TryParse);
        var name = reader.Value<PersonName>("name", PersonName.TryParse);
        var language = reader.Value<LanguageTag>("language", LanguageTag.TryParse);
        var zone = reader.TimeZone("timeZone");
        if (addressRequired && !reader.Has("mobile") && !reader.Has("email"))
            reader.Refuse("mobile", "required", "A recipient needs a mobile number or an e-mail address.");
        reader.Close();
        return new(mobile, email, name, language, zone);
    }

    /// <summary>A contact by its id alone: whatever else is known of it is kept with it.</summary>
    private static Recipient Named(RequestReader reader)
    {
        var id = reader.Uuid("contactId", required: true);
        foreach (var member in new[] { "mobile", "email", "name", "language", "timeZone" }.Where(reader.Has))
            reader.Refuse(member, "conflict", "A recipient is either a contact or brings its own addresses.");
        reader.Close();
        return Nobody with { ContactId = id };
    }
}

/// <summary>How to reach the recipient.</summary>
/// <param name="Order">Null: as the recipient wants it, else SMS before e-mail.</param>
public sealed record ChannelChoice(ChannelPolicy Policy, IReadOnlyList<Channel>? Order, TimeSpan? FallbackAfter)
{
    private static readonly IReadOnlyList<Channel> UsualOrder = [Channel.Sms, Channel.Email];

    public static ChannelChoice Default { get; } = new(ChannelPolicy.Preferred, null, null);

    public static ChannelChoice Read(RequestReader reader)
    {
        var policy = reader.Word<ChannelPolicy>("policy");
        var order = reader.Words<Channel>("order");
        var fallbackAfter = reader.Duration("fallbackAfter", TimeSpan.FromMinutes(1), TimeSpan.FromDays(3));
        reader.Close();
        return new(policy ?? Default.Policy, order, fallbackAfter);
    }

    /// <summary>The channels of the order on which the recipient has an address; under the policy <c>only</c> the first alone.</summary>
    public IReadOnlyList<Channel> For(Recipient recipient)
    {
        var order = Order ?? [.. recipient.Order, .. UsualOrder.Except(recipient.Order)];
        return [.. (Policy == ChannelPolicy.Only && Order is not null ? order.Take(1) : order).Where(recipient.Has).Take(Policy == ChannelPolicy.Only ? 1 : order.Count)];
    }
}

/// <summary>When to send, at the earliest and at the latest.</summary>
public sealed record SendingTimes(DateTimeOffset? SendAt, DateTimeOffset ExpiresAt)
{
    public static SendingTimes Read(RequestReader reader, DateTimeOffset now, TimeSpan defaultLifetime, TimeSpan longest)
    {
        var sendAt = reader.Moment("sendAt");
        var expiresAt = reader.Moment("expiresAt");
        if (sendAt > now + longest)
            reader.Refuse("sendAt", "range", $"The time is more than {longest.TotalDays:0} days ahead.");
        if (expiresAt <= now)
            reader.Refuse("expiresAt", "range", "The time is over.");
        else if (expiresAt <= sendAt)
            reader.Refuse("expiresAt", "range", "The time is not after sendAt.");
        else if (expiresAt > now + longest + defaultLifetime)
            reader.Refuse("expiresAt", "range", $"The time is more than {(longest + defaultLifetime).TotalDays:0} days ahead.");
        if (sendAt <= now)
            sendAt = null;
        return new(sendAt?.ToUniversalTime(), (expiresAt ?? (sendAt ?? now) + defaultLifetime).ToUniversalTime());
    }
}
