using NodaTime;

namespace Peyk.Functions.Delivery;

/// <summary>A log that is not as it was written.</summary>
public sealed record AlteredLog(Guid Id, string Problem);

/// <param name="Checked">How many notifications were looked at.</param>
public sealed record DayVerification(int Checked, IReadOnlyList<AlteredLog> Altered);

/// <summary>Checks that logs are whole and that the heads say what their logs say.</summary>
public sealed class LogVerification(NotificationStore store, LogChain chain)
{
    /// <summary>The first thing that is wrong, in words; null when all is well. It needs no content: erased ones verify too.</summary>
    public string? Verify(StoredNotification stored)
    {
        if (chain.Verify(stored.Notification.Id, stored.Chain, stored.Log) is { } problem)
            return problem;
        // The chain guards the entries; the head's own words must be those of the last entry on each delivery.
        foreach (var delivery in stored.Notification.Deliveries)
        {
            if (stored.Log.LastOrDefault(e => e.Event.Delivery == delivery.Number)?.Event.Status != delivery.Status)
                return $"the head's status of delivery {delivery.Number} is not that of its last entry";
        }

        return null;
    }

    /// <summary>Checks every notification of a day (of the organisation's zone), a partition at a time.</summary>
    public async Task<DayVerification> VerifyDayAsync(LocalDate day, CancellationToken cancellationToken)
    {
        var count = 0;
        var altered = new List<AlteredLog>();
        for (var shard = 0; shard < NotificationKeys.Shards; shard++)
        {
            await foreach (var stored in store.ReadPartitionAsync(NotificationKeys.Partition(day, shard), cancellationToken))
            {
                count++;
                if (Verify(stored) is { } problem)
                    altered.Add(new(stored.Notification.Id, problem));
            }
        }

        return new(count, altered);
    }
}
