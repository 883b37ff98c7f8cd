using NodaTime;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>
/// Brings the subscriptions under the current master key, a shard at a time: a topic may have a million, and what a run leaves the next one
/// goes on with.
/// </summary>
public sealed class SubscriptionKeyRotation(
    SealedRowRotation rotation, SubscriptionStore subscriptions, Cursors cursors, Keyring keyring, NotificationKeys keys, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <inheritdoc cref="SealedRowRotation.RunAsync"/>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var work = $"rotation-subscriptions-{keyring.Current.Id}";
        LocalDate today = keys.Day(time.GetUtcNow());
        if (await cursors.ReadAsync(work, cancellationToken) is { } done && done >= today)
            return 0;
        var (started, count) = (time.GetTimestamp(), 0);
        foreach (var partition in await PartitionsAsync(cancellationToken))
        {
            if (time.GetElapsedTime(started) > Longest)
                return count;
            count += await rotation.RunAsync(RowsOf(partition), cancellationToken);
        }

        await cursors.WriteAsync(work, today, cancellationToken);
        return count;
    }

    private async Task<IEnumerable<string>> PartitionsAsync(CancellationToken cancellationToken) =>
        from topic in await subscriptions.TopicsAsync(cancellationToken)
        from isTest in new[] { false, true }
        from shard in Enumerable.Range(0, SubscriptionRows.Shards)
        select SubscriptionRows.Partition(topic, isTest, shard);

    private static SealedRows RowsOf(string partition) => new(
        Tables.Subscriptions, $"subscriptions-{partition.Replace('|', '-')}", partition, $"{partition}|", SubscriptionRows.ReadContent, row => row.GetGuid("Id")!.Value);
}
