using System.Collections.Concurrent;
using NodaTime;
using Peyk.Core.Deliveries;
using Microsoft.Extensions.Options;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Delivery;

/// <summary>
/// Reads the open rows that are due and hints at them again: lost hints, lost leases, retries, fallbacks, missing receipts, expiry,
/// scheduled messages. It decides nothing itself; the worker does.
/// </summary>
/// <remarks>
/// Ids are made for today, so a day in the past that has no open rows hardly ever gets one again. The days that still have some are
/// found after the start, and a day that is empty is looked at once an hour.
/// </remarks>
public sealed partial class Sweep(
    NotificationStore store, NotificationKeys keys, Hints hints, IOptions<PeykOptions> options, DeliveryRules rules, TimeProvider time, ILogger<Sweep> logger)
{
    private const int AtOnce = 8;

    /// <summary>A day stays watched this long whatever it holds, so that clocks and midnight need no care.</summary>
    private const int RecentDays = 2;

    /// <summary>A request that is repeated days later under its idempotency key is kept under its first id, in an old day.</summary>
    private static readonly TimeSpan EmptyFor = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> empty = new();

    /// <summary>Hints at all that is due.</summary>
    /// <returns>How many deliveries were hinted at.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // A hint that was put waits in the queue at most this long before it is put again.
        var again = now + (rules.Times.HintGrace * 2);
        var count = 0;
        await Parallel.ForEachAsync(
            Partitions(keys.Day(now)).Where(p => !(empty.TryGetValue(p.Name, out var until) && now < until)),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (partition, token) =>
            {
                await foreach (var due in store.FindDueAsync(partition.Name, now, token))
                {
                    await hints.PutAsync(due, token);
                    await store.PutOffAsync(due, again, token);
                    Interlocked.Increment(ref count);
                }

                if (partition.Age > RecentDays && !await store.HasOpenAsync(partition.Name, token))
                    empty[partition.Name] = now + EmptyFor;
            });
        if (count > 0)
            Log.Swept(logger, count);
        return count;
    }

    private IEnumerable<(string Name, int Age)> Partitions(LocalDate today)
    {
        // Kept for the longest schedule, then the default life, then the wait for a receipt.
        var oldest = (int)Math.Ceiling((options.Value.LongestLifetime + options.Value.DefaultLifetime + rules.Times.ReceiptLimit).TotalDays) + 1;
        for (var age = -1; age <= oldest; age++)
        {
            for (var shard = 0; shard < NotificationKeys.Shards; shard++)
                yield return (NotificationKeys.Partition(today.PlusDays(-age), shard), age);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The sweep hinted at {Count} deliveries that were due")]
        public static partial void Swept(ILogger logger, int count);
    }
}
