using Microsoft.Extensions.Options;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Batches;

/// <summary>Puts lost hints again, clears away what crashes left, and deletes batches that are over their time.</summary>
public sealed partial class BatchUpkeep(
    BatchStore store, BatchHints hints, Idempotency idempotency, IOptions<BatchOptions> options, TimeProvider time, ILogger<BatchUpkeep> logger)
{
    /// <summary>Who works on a batch says so at least that often.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(2);

    /// <summary>An upload that has no head by then will not get one, unless its request is repeated, which uploads anew.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private static readonly TimeSpan BetweenPurges = TimeSpan.FromHours(1);

    private DateTimeOffset _purged = DateTimeOffset.MinValue;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var id in store.ReadOpenAsync(cancellationToken))
            await LookAtAsync(id, cancellationToken);
        if (time.GetUtcNow() - _purged < BetweenPurges)
            return;
        await foreach (var batch in store.ReadBeforeAsync(time.GetUtcNow() - options.Value.Kept, cancellationToken))
            await ForgetAsync(batch, cancellationToken);
        _purged = time.GetUtcNow();
    }

    private async Task LookAtAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var batch = await store.FindAsync(id, cancellationToken);
        if (batch is { IsFinal: true })
            await store.DropRowsAsync(id, upload: null, cancellationToken);
        else if (batch is null && now - NotificationKeys.TimeOf(id) > Abandoned)
            await store.DropUploadAsync(id, cancellationToken);
        else if (batch is { Status: BatchStatus.Running } && now - batch.LookedAt > Stale
            && await store.TryUpdateAsync(batch with { Turn = batch.Turn + 1, LookedAt = now }, cancellationToken) is { } next)
        {
            Log.Again(logger, id);
            await hints.PutAsync(next, TimeSpan.Zero, cancellationToken);
        }
    }

    private async Task ForgetAsync(Batch batch, CancellationToken cancellationToken)
    {
        if (batch.IdempotencyRow is { } row)
            await idempotency.ForgetAsync(row, batch.Id, cancellationToken);
        await store.DeleteAsync(batch.Id, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Nobody has worked on batch {Id} for a while: it is hinted at again")]
        public static partial void Again(ILogger logger, Guid id);
    }
}
