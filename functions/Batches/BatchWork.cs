using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Batches;

/// <summary>
/// Turns rows into notifications, slice by slice, while few enough bulk messages wait in the queues. Ids are decided beforehand and
/// the result of a slice is one transaction, so that whoever works it off again, or at the same time, changes nothing.
/// </summary>
public sealed partial class BatchWork(
    BatchStore store,
    BatchHints batchHints,
    Hints hints,
    SenderRates rates,
    LanePriority priority,
    IEnumerable<INotificationKind> kinds,
    DerivedIds ids,
    IOptions<BatchOptions> options,
    TimeProvider time,
    ILogger<BatchWork> logger)
{
    private const int MostConflicts = 8;

    /// <summary>A run goes on this long and then puts a hint for the next one: well below the function's deadline.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private int MostOutstanding => Math.Min(options.Value.MostOutstanding, Math.Max(1, rates.PerMinute ?? int.MaxValue));

    /// <exception cref="FormatException">The message is no hint: it fails, and in the end is kept aside.</exception>
    public async Task HandleAsync(string message, CancellationToken cancellationToken)
    {
        if (QueueMessage.IsNewer(message, BatchHint.Version))
        {
            await hints.PutBackAsync(Queues.Batches, message, HintReader.NewerPause, cancellationToken);
            return;
        }

        var hint = QueueMessage.Read(message, PeykJson.Default.BatchHint);
        if (await store.FindAsync(hint.Batch, cancellationToken) is { Status: BatchStatus.Running } batch && batch.Turn == hint.Turn)
            await RunAsync(batch, cancellationToken);
    }

    private async Task RunAsync(Batch batch, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        Batch? now = batch;
        while (now is { Status: BatchStatus.Running } && now.Done < now.Total && time.GetElapsedTime(started) < LongestRun)
        {
            var room = MostOutstanding - await hints.CountAsync(Lane.Bulk, cancellationToken);
            // A handful at a time would cost a transaction each.
            if (room < MostOutstanding / 2)
                await Task.Delay(Look, time, cancellationToken);
            else
                now = await WorkOffAsync(now, Math.Max(1, room), cancellationToken);
        }

        if (now is { Status: BatchStatus.Running } && now.Done < now.Total)
            await HandOnAsync(now, cancellationToken);
    }

    /// <summary>Works the next rows off. Null when somebody else does.</summary>
    private async Task<Batch?> WorkOffAsync(Batch batch, int most, CancellationToken cancellationToken)
    {
        if (await store.ReadNextAsync(batch, cancellationToken) is not { } slice)
            return await StandAsideAsync(batch, cancellationToken);
        var now = slice.Rows.Take(most).ToList();
        var results = await TakeInAsync(batch, now, cancellationToken);
        if (await FinishAsync(batch, results, [.. slice.Rows.Skip(now.Count)], cancellationToken) is not { } after)
            return null;
        if (after.IsFinal)
        {
            await store.DropRowsAsync(after.Id, upload: null, cancellationToken);
            Log.Ended(logger, after.Id, after.Status, after.Accepted, after.Refused);
        }

        return after;
    }

    /// <summary>The slice is gone: finished by another instance, or dropped with the batch.</summary>
    private async Task<Batch?> StandAsideAsync(Batch batch, CancellationToken cancellationToken)
    {
        var fresh = await store.FindAsync(batch.Id, cancellationToken);
        return fresh is null || fresh.Done != batch.Done || fresh.Status != BatchStatus.Running
            ? null
            : throw new InvalidOperationException($"Row {batch.Done + 1} of batch {batch.Id} is not there.");
    }

    private async Task<List<BatchRowResult>> TakeInAsync(Batch batch, IReadOnlyList<BatchRow> rows, CancellationToken cancellationToken)
    {
        var kind = kinds.FirstOrDefault(k => k.Name == batch.Kind) ?? throw new InvalidOperationException($"No capability takes the kind {batch.Kind}.");
        var results = new ConcurrentBag<BatchRowResult>();
        await Parallel.ForEachAsync(
            rows.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.AtOnce, CancellationToken = cancellationToken },
            async (row, token) => await priority.RunBulkAsync(
                Queues.Batches, async () => results.Add(await TakeInAsync(batch, kind, batch.Done + 1 + row.Index, row.Item, token)), token));
        return [.. results.OrderBy(r => r.Row)];
    }

    private async Task<BatchRowResult> TakeInAsync(
        Batch batch, INotificationKind kind, int number, BatchRow row, CancellationToken cancellationToken)
    {
        if (row.Body is not { } body)
            return RowResults.Erased(number, row.Line);
        // The same row always gets the same id, of the moment at which the batch was accepted.
        var id = ids.Of(NotificationKeys.TimeOf(batch.Id), "batch-row", $"{batch.Id:D}/{number}");
        var intake = new Intake(batch.Client, $"/api/v1/{kind.Name}", body, IdempotencyKey: null, DryRun: false, id) { Lane = Lane.Bulk };
        return RowResults.Of(number, row.Line, await kind.TakeInAsync(intake, cancellationToken));
    }

    /// <summary>Records a slice. A batch that was paused or cancelled meanwhile stays so, and has the results. Null when they are recorded already.</summary>
    private async Task<Batch?> FinishAsync(
        Batch before, IReadOnlyList<BatchRowResult> results, IReadOnlyList<BatchRow> left, CancellationToken cancellationToken)
    {
        Batch? batch = before;
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (batch is null || batch.Done != before.Done || batch.Upload != before.Upload)
                return null;
            if (await store.TryFinishAsync(batch, After(batch, results), results, left, cancellationToken) is { } after)
                return after;
            batch = await store.FindAsync(before.Id, cancellationToken);
        }

        throw new InvalidOperationException($"Batch {before.Id} changed {MostConflicts} times while rows were recorded.");
    }

    private Batch After(Batch batch, IReadOnlyList<BatchRowResult> results)
    {
        var refused = results.Count(r => r.Status == BatchRowResult.Refused);
        var now = time.GetUtcNow();
        var after = batch with
        {
            Done = batch.Done + results.Count,
            Accepted = batch.Accepted + results.Count - refused,
            Refused = batch.Refused + refused,
            LookedAt = now,
        };
        return after.Done < after.Total || after.IsFinal ? after : after with { Status = BatchStatus.Completed, EndedAt = now };
    }

    private async Task HandOnAsync(Batch batch, CancellationToken cancellationToken)
    {
        // Null: it was paused or cancelled, or another instance goes on with it.
        if (await store.TryUpdateAsync(batch with { Turn = batch.Turn + 1, LookedAt = time.GetUtcNow() }, cancellationToken) is { } next)
            await batchHints.PutAsync(next, TimeSpan.Zero, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Batch {Id} is {Status}: {Accepted} rows accepted, {Refused} refused")]
        public static partial void Ended(ILogger logger, Guid id, BatchStatus status, int accepted, int refused);
    }
}
