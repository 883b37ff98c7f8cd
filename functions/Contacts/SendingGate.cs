using System.Buffers.Binary;
using Microsoft.Extensions.Options;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Contacts;

/// <summary>
/// Asked at the moment of sending: may this message go to this person now? The address decides first, then what the contact
/// wishes who was named, or who alone has the address.
/// </summary>
public sealed class SendingGate(
    AddressBook addresses, ContactStore contacts, ContactTimeline timeline, IOptions<ContactOptions> options, IOptions<PeykOptions> peyk, TimeProvider time)
{
    private readonly SendingPolicy _policy = options.Value.ToPolicy(peyk.Value.TimeZone);

    public async Task<Verdict> AskAsync(
        StoredNotification stored, NotificationContent content, Channel channel, CancellationToken cancellationToken)
    {
        if (content.AddressOn(channel) is not { } address)
            return new Verdict.Suppress(Reason.NoAddress);
        var notification = stored.Notification;
        var known = await addresses.FindAsync(channel, address, stored.Facts.IsTest, cancellationToken);
        var contact = await FindAsync(content, channel, address, stored, known, cancellationToken);
        var moment = new SendingMoment(
            stored.Facts.Kind, channel, notification.Urgent, time.GetUtcNow(), notification.ExpiresAt, SpreadOf(notification.Id));
        return SendingRules.Judge(contact?.Preferences ?? Preferences.None, known.Block?.Reason, content.TimeZone, moment, _policy);
    }

    private async Task<Contact?> FindAsync(
        NotificationContent content, Channel channel, string address, StoredNotification stored, KnownAddress known, CancellationToken cancellationToken)
    {
        if (content.ContactId is { } named)
            return await contacts.FindAsync(named, stored.Facts.IsTest, cancellationToken);
        // Several may share a telephone: then nobody's wishes are taken for another's.
        if (known.Contacts is not [var only]
            || await contacts.FindAsync(only, stored.Facts.IsTest, cancellationToken) is not { } contact
            || contact.AddressOn(channel) != address)
            return null;
        await timeline.AddAsync(contact.Id, stored.Notification.Id, cancellationToken);
        return contact;
    }

    /// <summary>The same each time, and evenly spread over all ids: their last bits are random.</summary>
    private static double SpreadOf(Guid id) =>
        BinaryPrimitives.ReadUInt32BigEndian(id.ToByteArray(bigEndian: true).AsSpan(12)) / (uint.MaxValue + 1.0);
}
