using System.Text.Json;
using System.Text.Json.Nodes;
using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts.Erasures;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Contacts;

/// <summary>Everything that is held of a person.</summary>
/// <param name="Contact">Identity, preferences, and whether the addresses may be used.</param>
/// <param name="References">The numbers under which clients know the person.</param>
/// <param name="Notifications">Newest first.</param>
/// <param name="Others">What other capabilities hold, by their names.</param>
public sealed record PersonalExport(
    DateTimeOffset ExportedAt, ContactView Contact, IReadOnlyList<ContactReference> References, IReadOnlyList<ExportedNotification> Notifications,
    SortedDictionary<string, JsonNode?> Others);

/// <param name="Content">As long as it is held, usually 30 days after the end.</param>
public sealed record ExportedNotification(
    Guid Id, string Kind, string Template, string Language, DeliveryStatus Status, DateTimeOffset CreatedAt, string Client,
    IReadOnlyList<DeliveryView> Deliveries, ExportedContent? Content);

/// <param name="Sms">The text as it went, or would go, out.</param>
public sealed record ExportedContent(
    string? Mobile, string? Email, string? Name, string? TimeZone, string? Reference, string? CaseCode, JsonElement Data, string? Sms,
    string? Subject, string? Text);

/// <summary>Gathers everything that is held of a person.</summary>
public sealed class ContactExport(
    ContactReader reader,
    DataSubjects subjects,
    ContactTimeline timeline,
    HeldContents contents,
    NotificationStore store,
    MessageComposer composer,
    ContentCipher cipher,
    IEnumerable<IPersonalData> others,
    TimeProvider time)
{
    public async Task<PersonalExport> ExportAsync(Contact contact, string client, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var subject = await subjects.OfAsync(ErasureSubject.Of(contact), contact.IsTest, now, cancellationToken);
        var notifications = new List<ExportedNotification>();
        foreach (var id in await FindAsync(subject, cancellationToken))
        {
            if (await store.ReadAsync(id, cancellationToken) is { } stored)
                notifications.Add(Show(stored));
        }

        var rest = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var other in others)
        {
            if (await other.ExportAsync(subject, cancellationToken) is { } held)
                rest[other.Name] = held;
        }

        return new(now, await reader.ShowAsync(contact, client, cancellationToken), contact.References, notifications, rest);
    }

    /// <summary>What is in the timeline, and what was posted with the person's addresses and is not in it yet, newest first.</summary>
    private async Task<IReadOnlyList<Guid>> FindAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var ids = await timeline.ReadAsync(subject.ContactId, subject.IsTest, after: null, cancellationToken)
            .Select(e => e.Notification)
            .ToHashSetAsync(cancellationToken: cancellationToken);
        var hashes = subject.Addresses.Select(a => (a.Channel, a.Hash)).ToList();
        for (var day = contents.Oldest; day <= contents.Today; day = day.PlusDays(1))
        {
            var held = await contents.FindAsync(day, hashes, cancellationToken);
            ids.UnionWith(held.Where(h => subject.Owns(h.Content.ContactId, h.Content.Mobile, h.Content.Email, h.Content.Name)).Select(h => h.Id));
        }

        return [.. ids.OrderByDescending(NotificationKeys.TimeOf)];
    }

    private ExportedNotification Show(StoredNotification stored)
    {
        var notification = stored.Notification;
        return new(
            notification.Id, stored.Facts.Kind, stored.Facts.Template, stored.Facts.Language, notification.Status, notification.CreatedAt,
            stored.Facts.ClientId, [.. notification.Deliveries.Select(DeliveryView.Of)], stored.Content is { } held ? Show(stored, held) : null);
    }

    private ExportedContent Show(StoredNotification stored, SealedContent held)
    {
        var content = JsonSerializer.Deserialize(cipher.Open(stored.Notification.Id, held).Body, PeykJson.Default.NotificationContent)!;
        var channels = stored.Notification.Channels;
        string? sms = null, subject = null, text = null;
        try
        {
            sms = channels.Contains(Channel.Sms) ? composer.Sms(stored, content).Text : null;
            if (channels.Contains(Channel.Email))
                (subject, text) = (composer.Email(stored, content).Subject, composer.Email(stored, content).Text);
        }
        catch (InvalidOperationException)
        {
            // Its template or service is defined no more: then what it was made of must do.
        }

        return new(
            content.Mobile, content.Email, content.Name, content.TimeZone, content.Reference, content.Case?.Code, content.Data, sms, subject, text);
    }
}
