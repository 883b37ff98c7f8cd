using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Deliveries;
using Peyk.Functions.Operations;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>
/// Deletes what is over its time, a day at a time: content rows 30 days after the notification's end, everything after 400, when the day's
/// figures have been frozen. A run
/// stops when its time is up and the next one goes on; what one run deleted, a second one no longer finds.
/// </summary>
public sealed partial class Retention(
    TableServiceClient tables,
    NotificationKeys keys,
    Cursors cursors,
    Idempotency idempotency,
    ProviderMessages providerMessages,
    References references,
    DeadLetterStore deadLetters,
    DeliveryRollups rollups,
    DeliveryRules rules,
    IOptions<PeykOptions> peyk,
    IOptions<RetentionOptions> options,
    TimeProvider time,
    ILogger<Retention> logger)
{
    private const string ContentWork = "retention-content";
    private const string LogWork = "retention-log";

    /// <summary>Below the function's deadline of 60 s.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);

    /// <summary>Head and content go in pairs, of which a transaction holds 50.</summary>
    private const int Pairs = 50;
    private const int MostActions = 100;

    private readonly TableClient _table = tables.GetTableClient(Tables.Notifications);

    /// <summary>Days from a notification's acceptance to its end, at the most.</summary>
    private int LongestLife => (int)Math.Ceiling((peyk.Value.LongestLifetime + peyk.Value.DefaultLifetime + rules.Times.ReceiptLimit).TotalDays) + 1;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await deadLetters.PurgeAsync(cancellationToken);
        var started = time.GetTimestamp();
        await ClearContentAsync(() => time.GetElapsedTime(started) < Longest / 2, cancellationToken);
        await DeleteLogsAsync(() => time.GetElapsedTime(started) < Longest, cancellationToken);
    }

    private async Task ClearContentAsync(Func<bool> mayGoOn, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var cutoff = now - options.Value.Content;
        var last = keys.Day(cutoff);
        // The days before are empty, or were done under a longer period.
        var first = await cursors.ReadAsync(ContentWork, cancellationToken) ?? last.PlusDays(-LongestLife - 7);
        var next = first;
        for (var day = first; day <= last && mayGoOn(); day = day.PlusDays(1))
        {
            var isEmpty = true;
            foreach (var partition in Partitions(day))
                isEmpty &= await ClearContentAsync(partition, cutoff, cancellationToken);
            // Up to here every day is done; a later one waits for the ends of its notifications.
            if (isEmpty && next == day)
                next = day.PlusDays(1);
        }

        if (next != first)
            await cursors.WriteAsync(ContentWork, next, cancellationToken);
    }

    /// <returns>Whether no content is left in the partition.</returns>
    private async Task<bool> ClearContentAsync(string partition, DateTimeOffset cutoff, CancellationToken cancellationToken)
    {
        var isEmpty = true;
        var over = new List<TableEntity>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and HasContent eq {true}");
        await foreach (var head in _table.QueryAsync<TableEntity>(
            filter, select: ["PartitionKey", "RowKey", "FinalAt"], cancellationToken: cancellationToken))
        {
            if (head.GetDateTimeOffset("FinalAt") <= cutoff)
                over.Add(head);
            else
                isEmpty = false;
        }

        foreach (var heads in over.Chunk(Pairs))
            await ClearContentAsync(heads, cancellationToken);
        if (over.Count > 0)
            Log.Cleared(logger, over.Count, partition);
        return isEmpty;
    }

    private async Task ClearContentAsync(IReadOnlyList<TableEntity> heads, CancellationToken cancellationToken)
    {
        try
        {
            await _table.SubmitTransactionAsync(heads.SelectMany(ClearContent), cancellationToken);
        }
        catch (TableTransactionFailedException e) when (e.Status is 404 or 412)
        {
            // One of them was erased or corrected in between: it alone waits for the next run.
            if (heads.Count == 1)
                return;
            foreach (var head in heads)
                await ClearContentAsync([head], cancellationToken);
        }
    }

    private static IEnumerable<TableTransactionAction> ClearContent(TableEntity head) =>
    [
        new(TableTransactionActionType.UpdateMerge, new TableEntity(head.PartitionKey, head.RowKey) { ["HasContent"] = false }, head.ETag),
        new(TableTransactionActionType.Delete, new TableEntity(head.PartitionKey, $"{head.RowKey}|c"), ETag.All),
    ];

    private async Task DeleteLogsAsync(Func<bool> mayGoOn, CancellationToken cancellationToken)
    {
        // Everything of such a day ended so long ago, even what was scheduled as late as can be.
        var last = keys.Day(time.GetUtcNow() - options.Value.Log).PlusDays(-LongestLife);
        var first = await cursors.ReadAsync(LogWork, cancellationToken) ?? last.PlusDays(-7);
        var day = first;
        for (; day <= last && mayGoOn(); day = day.PlusDays(1))
        {
            // Before the first entry goes: of what is left after a crash nothing could be counted.
            await rollups.FreezeAsync(day, cancellationToken);
            foreach (var partition in Partitions(day))
                await DeleteAsync(partition, cancellationToken);
        }

        if (day != first)
            await cursors.WriteAsync(LogWork, day, cancellationToken);
    }

    private async Task DeleteAsync(string partition, CancellationToken cancellationToken)
    {
        var rows = new List<TableTransactionAction>(MostActions);
        await foreach (var row in _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition}"),
            select: ["PartitionKey", "RowKey", "Client", "IdempotencyRow", "ReferenceHash", "Deliveries"],
            cancellationToken: cancellationToken))
        {
            await ForgetAsync(row, cancellationToken);
            rows.Add(new(TableTransactionActionType.Delete, new TableEntity(row.PartitionKey, row.RowKey), ETag.All));
            if (rows.Count < MostActions)
                continue;
            await _table.SubmitTransactionAsync(rows, cancellationToken);
            rows.Clear();
        }

        if (rows.Count > 0)
            await _table.SubmitTransactionAsync(rows, cancellationToken);
    }

    /// <summary>Deletes what only this head names, before the head itself goes.</summary>
    private async Task ForgetAsync(TableEntity row, CancellationToken cancellationToken)
    {
        if (row.GetString("IdempotencyRow") is { } named)
            await idempotency.ForgetAsync(named, Guid.ParseExact(row.RowKey, "D"), cancellationToken);
        if (row.GetString("ReferenceHash") is { } hash)
            await references.ForgetAsync(row.GetString("Client")!, hash, Guid.ParseExact(row.RowKey, "D"), cancellationToken);
        if (row.GetString("Deliveries") is not { } deliveries)
            return;
        foreach (var delivery in JsonSerializer.Deserialize(deliveries, PeykJson.Default.ImmutableArrayDelivery))
        {
            foreach (var providerId in delivery.Channel == Channel.Sms ? delivery.Attempts.Select(a => a.ProviderId).OfType<string>() : [])
                await providerMessages.ForgetAsync(providerId, cancellationToken);
        }
    }

    private static IEnumerable<string> Partitions(LocalDate day) =>
        Enumerable.Range(0, NotificationKeys.Shards).Select(shard => NotificationKeys.Partition(day, shard));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The content of {Count} notifications of {Partition} is over its time and was deleted")]
        public static partial void Cleared(ILogger logger, int count, string partition);
    }
}
