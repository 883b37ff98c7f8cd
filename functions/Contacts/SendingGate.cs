using System.Buffers.Binary;
using Microsoft.Extensions.Options;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts.Settings;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Contacts;

/// <summary>What the gate says of a message.</summary>
/// <param name="PreferencesLink">The settings page of the contact whose wishes were heard; null when there is none.</param>
public sealed record Passage(Verdict Verdict, string? PreferencesLink = null);

/// <summary>
/// Asked at the moment of sending: may this message go to this person now? The address decides first, then what the contact
/// wishes who was named, or who alone has the address.
/// </summary>
public sealed class SendingGate(
    AddressBook addresses,
    ContactStore contacts,
    ContactTimeline timeline,
    OptOuts optOuts,
    PreferenceLinks links,
    TopicCatalog topics,
    IOptions<ContactOptions> options,
    IOptions<PeykOptions> peyk,
    TimeProvider time)
{
    private readonly SendingPolicy _policy = options.Value.ToPolicy(peyk.Value.TimeZone);

    public async Task<Passage> AskAsync(
        StoredNotification stored, NotificationContent content, Channel channel, CancellationToken cancellationToken)
    {
        if (content.AddressOn(channel) is not { } address)
            return new(new Verdict.Suppress(Reason.NoAddress));
        var notification = stored.Notification;
        var known = await addresses.FindAsync(channel, address, stored.Facts.IsTest, cancellationToken);
        var contact = await FindAsync(content, channel, address, stored, known, cancellationToken);
        var topic = topics.OfKind(stored.Facts.Kind);
        var moment = new SendingMoment(
            topic?.Key ?? stored.Facts.Kind, channel, notification.Urgent, time.GetUtcNow(), notification.ExpiresAt, SpreadOf(notification.Id),
            topic?.IsMandatory == true);
        var verdict = SendingRules.Judge(contact?.Preferences ?? Preferences.None, known.Block?.Reason, content.TimeZone, moment, _policy);
        return new(verdict, contact is null ? null : links.Of(contact));
    }

    /// <summary>Learns from a provider's answer: after a refusal because of an opt-out the next message does not get that far.</summary>
    /// <param name="handedOver">When the message was given to the provider.</param>
    public Task LearnAsync(
        StoredNotification stored, NotificationContent content, Channel channel, SendResult result, DateTimeOffset handedOver, CancellationToken cancellationToken) =>
        (channel, result, stored.Facts.IsTest) is (Channel.Sms, SendResult.Refused { Reason: Reason.OptedOut }, false)
            ? optOuts.RefusedAsync(content.Mobile!, handedOver, cancellationToken)
            : Task.CompletedTask;

    private async Task<Contact?> FindAsync(
        NotificationContent content, Channel channel, string address, StoredNotification stored, KnownAddress known, CancellationToken cancellationToken)
    {
        if (content.ContactId is { } named)
            return await contacts.FindAsync(named, stored.Facts.IsTest, cancellationToken);
        // Several may share a telephone: then nobody's wishes are taken for another's.
        if (known.Contacts is not [var only]
            || await contacts.FindAsync(only, stored.Facts.IsTest, cancellationToken) is not { } contact
            || !string.Equals(contact.AddressOn(channel), address, StringComparison.OrdinalIgnoreCase))
            return null;
        await timeline.AddAsync(contact.Id, stored.Notification.Id, cancellationToken);
        return contact;
    }

    /// <summary>The same each time, and evenly spread over all ids: their last bits are random.</summary>
    private static double SpreadOf(Guid id) =>
        BinaryPrimitives.ReadUInt32BigEndian(id.ToByteArray(bigEndian: true).AsSpan(12)) / (uint.MaxValue + 1.0);
}
