using System.Collections.Immutable;

namespace Peyk.Core.Deliveries;

/// <summary>One message of one kind to one contact, as far as sending it is concerned.</summary>
/// <param name="Channels">Channels on which the recipient has an address, best first.</param>
/// <param name="FallbackAfter">The client's own fallback time; null for the times of the deployment.</param>
/// <param name="ExpiresAt">Not sent after this moment.</param>
/// <param name="Urgent">Passes the recipient's quiet hours.</param>
public sealed record Notification(
    Guid Id,
    ChannelPolicy Policy,
    ImmutableArray<Channel> Channels,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    TimeSpan? FallbackAfter,
    bool Urgent,
    ImmutableArray<Delivery> Deliveries)
{
    public DeliveryStatus Status => DeliveryStatuses.Best(Deliveries);

    public bool IsFinal => Deliveries.All(d => d.Status.IsFinal());

    /// <summary>The channel that a fallback would use; null when none is left or the policy allows none.</summary>
    public Channel? NextChannel
    {
        get
        {
            if (Policy != ChannelPolicy.Preferred)
                return null;
            foreach (var channel in Channels)
            {
                if (Deliveries.All(d => d.Channel != channel))
                    return channel;
            }

            return null;
        }
    }

    public Delivery? Find(int number) => number >= 1 && number <= Deliveries.Length ? Deliveries[number - 1] : null;

    /// <summary>The deliveries of a new notification: one for each channel, or the first one, by policy.</summary>
    /// <param name="firstDue">When the sweep looks first, should the queue's hint be lost, or the time the client asked for.</param>
    public static ImmutableArray<Delivery> FirstDeliveries(
        ChannelPolicy policy, ImmutableArray<Channel> channels, DeliveryStatus status, DateTimeOffset now, DateTimeOffset firstDue) =>
        [.. channels.Take(policy == ChannelPolicy.All ? channels.Length : 1).Select((c, i) => new Delivery(i + 1, c, status, now, firstDue))];

    public Situation Situate(Delivery delivery, DeliveryTimes times, DateTimeOffset now) =>
        new(now, ExpiresAt, NextChannel is null ? null : FallbackAfter ?? times.Fallback(delivery.Channel));

    /// <summary>Takes a step over, and opens the next channel when the step ended a channel without success.</summary>
    public Change Apply(Transition transition)
    {
        var with = this with { Deliveries = Deliveries.SetItem(transition.Delivery.Number - 1, transition.Delivery) };
        var change = new Change(with, [transition.Entry], [transition.Delivery.Number]);
        return CallsForNextChannel(transition) ? with.OpenNextChannel(change, transition.Entry.At, "fallback") : change;
    }

    /// <summary>Opens the next channel after silence; nothing when none is left.</summary>
    public Change? FallBack(Delivery silent, DeliveryRules rules, DateTimeOffset now)
    {
        var change = OpenNextChannel(new Change(this, [], [silent.Number]), now, "fallback");
        if (change.Entries.IsEmpty)
            return null;
        var opened = change.Notification;
        var waiting = silent with { Due = rules.NextLook(silent, opened.Situate(silent, rules.Times, now)) };
        return change with { Notification = opened with { Deliveries = opened.Deliveries.SetItem(silent.Number - 1, waiting) } };
    }

    /// <summary>Takes every open delivery back; null when a provider has one, or may have it.</summary>
    public Change? Cancel(DateTimeOffset now)
    {
        if (Deliveries.Any(d => d.Status is DeliveryStatus.Sending or DeliveryStatus.Sent or DeliveryStatus.Delivered))
            return null;
        var change = new Change(this, [], []);
        foreach (var delivery in Deliveries)
        {
            if (DeliveryRules.End(delivery, DeliveryStatus.Cancelled, Reason.CancelledByClient, now) is { } end)
            {
                var cancelled = change.Notification with { Deliveries = change.Notification.Deliveries.SetItem(delivery.Number - 1, end.Delivery) };
                change = new(cancelled, change.Entries.Add(end.Entry), change.Changed.Add(delivery.Number));
            }
        }

        return change;
    }

    /// <summary>Ends every delivery that no provider has yet, because nobody is left to send it to; nothing changes when there is none.</summary>
    public Change Erase(DateTimeOffset now)
    {
        var change = new Change(this, [], []);
        foreach (var delivery in Deliveries.Where(d => d.Status is DeliveryStatus.Accepted or DeliveryStatus.Scheduled or DeliveryStatus.Held))
        {
            if (DeliveryRules.End(delivery, DeliveryStatus.Cancelled, Reason.Erased, now) is { } end)
            {
                var ended = change.Notification with { Deliveries = change.Notification.Deliveries.SetItem(delivery.Number - 1, end.Delivery) };
                change = new(ended, change.Entries.Add(end.Entry), change.Changed.Add(delivery.Number));
            }
        }

        return change;
    }

    /// <summary>Another channel may still do: this one failed, is not wanted, or would have been quiet for too long.</summary>
    private bool CallsForNextChannel(Transition transition) => transition.Entry.Corrects is null && transition.Delivery.Status switch
    {
        DeliveryStatus.Failed or DeliveryStatus.Suppressed => true,
        DeliveryStatus.Expired => transition.Delivery.Reason == Reason.Expired && transition.Entry.At < ExpiresAt,
        DeliveryStatus.Accepted or DeliveryStatus.Scheduled or DeliveryStatus.Held or DeliveryStatus.Sending or DeliveryStatus.Sent
            or DeliveryStatus.Delivered or DeliveryStatus.Cancelled => false,
    };

    private Change OpenNextChannel(Change change, DateTimeOffset now, string name)
    {
        if (NextChannel is not { } channel)
            return change;
        var next = new Delivery(Deliveries.Length + 1, channel, DeliveryStatus.Accepted, now, now);
        return new(
            this with { Deliveries = Deliveries.Add(next) },
            change.Entries.Add(DeliveryRules.Entry(next, name, now)),
            change.Changed.Add(next.Number));
    }
}

/// <summary>A notification after a step, what the log must say of it, and the deliveries whose open rows change.</summary>
public sealed record Change(Notification Notification, ImmutableArray<LogEvent> Entries, ImmutableArray<int> Changed);
