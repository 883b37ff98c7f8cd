using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Delivery;

/// <summary>A notification of any kind as its capability composed it, ready to be kept.</summary>
public sealed record NotificationDraft(
    Guid Id,
    NotificationFacts Facts,
    NotificationContent Content,
    ChannelPolicy Policy,
    IReadOnlyList<Channel> Channels,
    TimeSpan? FallbackAfter,
    SendingTimes Times,
    bool Urgent)
{
    /// <summary>The same about the case that the code stands for.</summary>
    public NotificationDraft About(string code) => this with { Content = Content with { Case = Content.Case! with { Code = code } } };
}

/// <summary>
/// Takes a notification over: one transaction keeps it, then a hint asks for it to be sent now. Between the two nothing can be
/// lost, because the sweep reads the open rows. Taking the same id over again changes nothing.
/// </summary>
public sealed class Acceptance(
    NotificationStore store, References references, ContactTimeline timeline, ContentCipher cipher, Hints hints, DeliveryRules rules,
    IOptions<DeliveryOptions> options)
{
    /// <summary>A message due within this time is put on the queue at once, invisible until then.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    public async Task AcceptAsync(NotificationDraft draft, CancellationToken cancellationToken)
    {
        var now = NotificationKeys.TimeOf(draft.Id);
        var sendAt = draft.Times.SendAt ?? now;
        var deliveries = Notification.FirstDeliveries(
            draft.Policy,
            [.. draft.Channels],
            sendAt > now ? DeliveryStatus.Scheduled : DeliveryStatus.Accepted,
            now,
            sendAt > now ? sendAt : now + rules.Times.HintGrace);
        var notification = new Notification(
            draft.Id, draft.Policy, [.. draft.Channels], now, draft.Times.ExpiresAt, draft.FallbackAfter ?? options.Value.FallbackOf(draft.Facts.Kind), draft.Urgent, deliveries);
        var body = JsonSerializer.SerializeToUtf8Bytes(draft.Content, PeykJson.Default.NotificationContent);
        var content = cipher.Seal(draft.Id, ContentCipher.NewKey(), body);

        var hash = draft.Content.Reference is { } reference
            ? await references.AddAsync(draft.Facts.ClientId, reference, draft.Id, cancellationToken)
            : null;
        if (draft.Content.ContactId is { } contact)
            await timeline.AddAsync(contact, draft.Id, cancellationToken);
        var isNew = await store.AddAsync(new(draft.Facts with { TraceParent = Activity.Current?.Id, ReferenceHash = hash }, notification, content), cancellationToken);
        Telemetry.TakenOver(draft.Facts.Kind, isNew);
        if (!isNew)
            return;
        if (sendAt - now <= Soon)
        {
            foreach (var delivery in deliveries)
                await hints.PutAsync(draft.Id, delivery.Number, delivery.Channel, sendAt - now, cancellationToken);
        }
    }
}
