using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using Peyk.Core.Newsletters;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>
/// Deletes what is over its time: what nobody confirmed; address and name of who unsubscribed, after the time of all contents; in the end that
/// they did. A row under the day on which a subscription is to be looked at leads to it, so that nothing needs to be searched.
/// </summary>
public sealed partial class SubscriptionRetention(
    TableServiceClient tables, SubscriptionStore subscriptions, Idempotency idempotency, IOptions<SubscriptionOptions> options,
    IOptions<RetentionOptions> retention, TimeProvider time, ILogger<SubscriptionRetention> logger)
{
    private const string Key = "key|";

    /// <summary>Below the function's deadline of 60 s, of which key rotation has its part.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private readonly TableClient _table = tables.GetTableClient(Tables.Subscriptions);

    /// <summary>Notes that a subscription is to be looked at when a moment is over. Written before the change that it follows from.</summary>
    public Task LookAtAsync(Subscription subscription, DateTimeOffset at, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(SubscriptionRows.DueRow(subscription, at), TableUpdateMode.Replace, cancellationToken);

    /// <summary>Notes when address and name of an ended one are to go.</summary>
    public Task EndedAsync(Subscription subscription, CancellationToken cancellationToken) =>
        LookAtAsync(subscription, time.GetUtcNow() + retention.Value.Content, cancellationToken);

    /// <summary>Notes when an idempotency key is to be forgotten.</summary>
    public async Task ForgetKeyAsync(string idempotencyRow, Guid id, TimeSpan after, CancellationToken cancellationToken)
    {
        var row = new TableEntity(SubscriptionRows.DuePartition(time.GetUtcNow() + after), $"{Key}{id:D}") { ["IdempotencyRow"] = idempotencyRow };
        await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Goes through the days that are over. What a run deleted, a second one no longer finds.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var count = 0;
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {SubscriptionRows.Due} and PartitionKey lt {SubscriptionRows.DuePartition(time.GetUtcNow())}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (time.GetElapsedTime(started) > Longest)
                break;
            if (!await LookAsync(row, cancellationToken))
                continue;
            await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
            count++;
        }

        if (count > 0)
            Log.Looked(logger, count);
    }

    /// <returns>False when it must be looked at again.</returns>
    private async Task<bool> LookAsync(TableEntity row, CancellationToken cancellationToken)
    {
        if (row.GetString("IdempotencyRow") is { } named)
        {
            await idempotency.ForgetAsync(named, Guid.ParseExact(row.RowKey[Key.Length..], "D"), cancellationToken);
            return true;
        }

        if (await subscriptions.FindAsync(Guid.ParseExact(row.RowKey, "D"), cancellationToken) is not { } subscription)
            return true;
        return subscription.State switch
        {
            SubscriptionState.Confirmed => true,
            SubscriptionState.Pending => await EndPendingAsync(subscription, cancellationToken),
            SubscriptionState.Unsubscribed => await ClearAsync(subscription, cancellationToken),
        };
    }

    private async Task<bool> EndPendingAsync(Subscription pending, CancellationToken cancellationToken)
    {
        if (pending.ConfirmUntil is { } until && until > time.GetUtcNow())
            return await AgainAsync(pending, until, cancellationToken);
        // That somebody once said no is known longer than that they were asked in vain.
        if (pending.EndedAt is null)
            return await subscriptions.TryDeleteAsync(pending, cancellationToken);
        var ended = pending.After(new(SubscriptionState.Unsubscribed, time.GetUtcNow(), SubscriptionWay.NotConfirmed));
        await EndedAsync(ended, cancellationToken);
        return await subscriptions.TrySaveAsync(ended, cancellationToken);
    }

    private async Task<bool> ClearAsync(Subscription ended, CancellationToken cancellationToken)
    {
        var (now, since) = (time.GetUtcNow(), ended.Changes[^1].At);
        if (since + options.Value.EndedKept <= now)
            return await subscriptions.TryDeleteAsync(ended, cancellationToken);
        if (ended.Content is null)
            return await AgainAsync(ended, since + options.Value.EndedKept, cancellationToken);
        if (since + retention.Value.Content > now)
            return await AgainAsync(ended, since + retention.Value.Content, cancellationToken);
        await AgainAsync(ended, since + options.Value.EndedKept, cancellationToken);
        await subscriptions.UnindexContactAsync(ended, cancellationToken);
        var cleared = ended with { Content = null, ContactId = null, Service = null, Region = null, Tags = [], Mail = null, PausedUntil = null };
        return await subscriptions.TrySaveAsync(cleared, cancellationToken);
    }

    private async Task<bool> AgainAsync(Subscription subscription, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await LookAtAsync(subscription, at, cancellationToken);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Count} subscriptions and requests for them were looked at because their time was over")]
        public static partial void Looked(ILogger logger, int count);
    }
}
