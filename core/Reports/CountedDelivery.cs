using System.Collections.Immutable;
using Peyk.Core.Deliveries;

namespace Peyk.Core.Reports;

/// <summary>A delivery as reports count it.</summary>
/// <param name="IsFirst">It is the first one of its notification.</param>
/// <param name="ToSent">From its opening to the provider's; null when it was not sent, was put off on purpose, or its receipt was faster than the answer.</param>
/// <param name="ToDelivered">From the provider's to the recipient's; null when it is not delivered, or its receipt was faster than the answer.</param>
/// <param name="Charges">One for each attempt that the provider took; null where it is not known.</param>
public sealed record CountedDelivery(
    Channel Channel, DeliveryStatus Status, Reason? Reason, bool IsFirst, TimeSpan? ToSent, TimeSpan? ToDelivered, ImmutableArray<Charge?> Charges)
{
    /// <summary>Reads the deliveries of one notification out of its log; what the attempts cost stands in its head.</summary>
    /// <param name="log">In the order of its entries.</param>
    public static IEnumerable<CountedDelivery> Read(IEnumerable<LogEvent> log, ImmutableArray<Delivery> head)
    {
        foreach (var entries in log.Where(e => e.Delivery is not null).GroupBy(e => e.Delivery!.Value))
            yield return Read(entries.Key, [.. entries], head.FirstOrDefault(d => d.Number == entries.Key));
    }

    private static CountedDelivery Read(int number, List<LogEvent> entries, Delivery? head)
    {
        var last = entries[^1];
        var status = last.Status!.Value;
        var sentAt = entries.LastOrDefault(e => e.Event == "sent")?.At;
        var wasPutOff = entries.Any(e => e.Status is DeliveryStatus.Scheduled or DeliveryStatus.Held);
        // The correction of a status is its last entry too; what follows a final status repeats it.
        var deliveredAt = status == DeliveryStatus.Delivered ? entries.First(e => e.Status == DeliveryStatus.Delivered).At : (DateTimeOffset?)null;
        return new(
            last.Channel!.Value,
            status,
            status.IsFinalFailure() ? last.Reason : null,
            number == 1,
            wasPutOff ? null : sentAt - entries[0].At,
            deliveredAt - sentAt,
            [.. (head?.Attempts ?? []).Where(a => a.ProviderId is not null).Select(a => a.Charge)]);
    }
}
