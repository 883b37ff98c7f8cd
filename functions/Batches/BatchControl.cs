using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Batches;

/// <summary>A batch as its client sees it.</summary>
/// <param name="Waiting">Rows that are neither accepted nor refused.</param>
public sealed record BatchView(
    Guid Id, string Kind, BatchStatus Status, int Total, int Accepted, int Refused, int Waiting, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, bool Test)
{
    public static BatchView Of(Batch batch) => new(
        batch.Id, batch.Kind, batch.Status, batch.Total, batch.Accepted, batch.Refused, batch.Total - batch.Done, batch.CreatedAt, batch.EndedAt,
        batch.Client.IsTest);
}

/// <summary>Pauses, resumes and cancels batches. Asking for what is so already changes nothing.</summary>
public sealed class BatchControl(BatchStore store, BatchHints hints, TimeProvider time)
{
    private const int MostConflicts = 8;

    private static readonly Problem AlreadyFinal = new(409, "already_final", "It is too late for that.", "The batch has reached its end.");

    /// <summary>A batch of a client; null when there is none of that id.</summary>
    public async Task<Batch?> FindAsync(string id, string clientId, CancellationToken cancellationToken) =>
        Delivery.NotificationKeys.TryParse(id, out var batch) && await store.FindAsync(batch, cancellationToken) is { } found && found.Client.Id == clientId
            ? found
            : null;

    public Task<(BatchView? View, Problem? Problem)> PauseAsync(string id, string clientId, CancellationToken cancellationToken) =>
        TurnAsync(id, clientId, BatchStatus.Paused, cancellationToken);

    public Task<(BatchView? View, Problem? Problem)> ResumeAsync(string id, string clientId, CancellationToken cancellationToken) =>
        TurnAsync(id, clientId, BatchStatus.Running, cancellationToken);

    /// <summary>Ends a batch: rows that wait are deleted. What was accepted of it stays accepted.</summary>
    public Task<(BatchView? View, Problem? Problem)> CancelAsync(string id, string clientId, CancellationToken cancellationToken) =>
        TurnAsync(id, clientId, BatchStatus.Cancelled, cancellationToken);

    private async Task<(BatchView? View, Problem? Problem)> TurnAsync(
        string id, string clientId, BatchStatus status, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (await FindAsync(id, clientId, cancellationToken) is not { } batch)
                return (null, Problem.NotFound);
            if (batch.Status == status)
                return (BatchView.Of(batch), null);
            if (batch.IsFinal)
                return (null, AlreadyFinal);
            var now = time.GetUtcNow();
            var turned = batch with { Status = status, Turn = batch.Turn + 1, LookedAt = now, EndedAt = status == BatchStatus.Cancelled ? now : null };
            if (await store.TryUpdateAsync(turned, cancellationToken) is not { } after)
                continue;
            if (status == BatchStatus.Running)
                await hints.PutAsync(after, TimeSpan.Zero, cancellationToken);
            else if (status == BatchStatus.Cancelled)
                await store.DropRowsAsync(after.Id, upload: null, cancellationToken);
            return (BatchView.Of(after), null);
        }

        throw new InvalidOperationException($"Batch {id} changed {MostConflicts} times while it was to be {status}.");
    }
}
