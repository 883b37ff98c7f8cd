using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Reminders;

/// <summary>
/// Deletes what is over its time: the content of a reminder 30 days after its end, everything 400 days after. A reminder that ends leaves
/// a row in the schedule, under the day on which it is to be looked at, so that nothing needs to be searched.
/// </summary>
public sealed partial class ReminderRetention(
    TableServiceClient tables, ReminderStore reminders, Idempotency idempotency, IOptions<RetentionOptions> options, TimeProvider time, ILogger<ReminderRetention> logger)
{
    private const string Prefix = "purge|";
    private const string Content = "content";
    private const string Whole = "whole";

    /// <summary>Below the function's deadline of 60 s, of which the other retention has its part.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly TableClient _table = tables.GetTableClient(Tables.Schedule);

    /// <summary>Notes when the content of a reminder that has ended is to go. A second call changes nothing.</summary>
    public Task ScheduleAsync(StoredReminder reminder, CancellationToken cancellationToken) =>
        ScheduleAsync(Content, reminder.ClientId, reminder.Id, Ended(reminder) + options.Value.Content, cancellationToken);

    /// <summary>Goes through the days that are over. What a run deleted, a second one no longer finds.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var count = 0;
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {Prefix} and PartitionKey lt {Day(time.GetUtcNow())}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (time.GetElapsedTime(started) > Longest)
                break;
            if (!await PurgeAsync(row, cancellationToken))
                continue;
            await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
            count++;
        }

        if (count > 0)
            Log.Purged(logger, count);
    }

    /// <returns>False when it must be looked at again.</returns>
    private async Task<bool> PurgeAsync(TableEntity row, CancellationToken cancellationToken)
    {
        var (kind, id) = (row.RowKey.Split('|')[0], Guid.ParseExact(row.RowKey.Split('|')[1], "D"));
        if (await reminders.ReadAsync(row.GetString("Client")!, id, cancellationToken) is not { } reminder || reminder.State == ReminderState.Active)
            return true;
        if (kind == Whole)
        {
            if (reminder.IdempotencyRow is { } named)
                await idempotency.ForgetAsync(named, id, cancellationToken);
            await reminders.DeleteAsync(reminder, cancellationToken);
            return true;
        }

        var cleared = reminder with { Content = null, Hashes = new(reminder.Hashes.Reference, null, null, null) };
        await ScheduleAsync(Whole, reminder.ClientId, id, Ended(reminder) + options.Value.Log, cancellationToken);
        await reminders.UnindexAsync(reminder, ReminderRows.Keys(reminder.Hashes with { Reference = null }), cancellationToken);
        return await reminders.TrySaveAsync(cleared, cancellationToken);
    }

    private Task ScheduleAsync(string kind, string clientId, Guid id, DateTimeOffset at, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(
            new TableEntity(Partition(at, id), $"{kind}|{id:D}") { ["Client"] = clientId }, TableUpdateMode.Replace, cancellationToken);

    private static DateTimeOffset Ended(StoredReminder reminder) =>
        reminder.EndedAt ?? throw new InvalidOperationException($"Reminder {reminder.Id} has not ended.");

    // In 256 parts by the id's last digits: very many may end on one day.
    private static string Partition(DateTimeOffset at, Guid id) => $"{Day(at)}|{id.ToString("N")[^2..]}";

    private static string Day(DateTimeOffset at) => Prefix + at.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Count} reminders that ended long ago lost their content or went")]
        public static partial void Purged(ILogger logger, int count);
    }
}
