using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;

namespace Peyk.Functions.Batches;

/// <summary>The answer to an accepted batch: a pure function of its id and the request, so that a repeat gets the same.</summary>
public sealed record BatchAccepted(Guid Id, string Kind, int Total, BatchStatus Status);

/// <summary>What came of a posted batch.</summary>
public abstract record BatchOutcome
{
    private BatchOutcome()
    {
    }

    public sealed record Accepted(BatchAccepted Answer, bool Replayed) : BatchOutcome;

    public sealed record Checked(BatchCheck Answer) : BatchOutcome;

    public sealed record Refused(Problem Problem) : BatchOutcome;
}

/// <summary>
/// Takes batches in. Rows, then head, then hint: without a head there is no batch, and a lost hint is put again. A row is judged when
/// its turn comes, not here.
/// </summary>
public sealed class BatchIntake(
    BatchStore store, BatchHints hints, BatchChecks checks, Idempotency idempotency, IEnumerable<INotificationKind> kinds, TimeProvider time)
{
    public async Task<BatchOutcome> AcceptAsync(Intake intake, BatchFile file, CancellationToken cancellationToken)
    {
        if (kinds.FirstOrDefault(k => k.Name == file.Kind) is not { } kind)
            return new BatchOutcome.Refused(Problem.Validation([UnknownKind()]));
        if (!intake.Client.Scopes.Contains(kind.Scope))
            return new BatchOutcome.Refused(new(403, "forbidden", "The key may not do this.", $"It lacks the scope '{kind.Scope}'."));
        if (intake.DryRun)
            return new BatchOutcome.Checked(await checks.CheckAsync(intake.Client, kind, file.Rows, cancellationToken));
        var claim = await idempotency.ClaimAsync(intake, Guid.CreateVersion7(time.GetUtcNow()), cancellationToken);
        return claim is IdempotencyClaim.Granted granted
            ? await KeepAsync(intake, granted, file, cancellationToken)
            : new BatchOutcome.Refused(new(
                422, "idempotency_key_reused", "The idempotency key was used for another request.", "Send a new key with a new request."));
    }

    private async Task<BatchOutcome> KeepAsync(Intake intake, IdempotencyClaim.Granted granted, BatchFile file, CancellationToken cancellationToken)
    {
        var answer = new BatchOutcome.Accepted(new(granted.Id, file.Kind!, file.Rows.Count, BatchStatus.Running), granted.Replayed);
        if (granted.Replayed && await store.FindAsync(granted.Id, cancellationToken) is not null)
            return answer;
        var upload = await store.UploadAsync(granted.Id, file.Rows, cancellationToken);
        var batch = new Batch(
            granted.Id, intake.Client, file.Kind!, upload, file.Rows.Count, BatchStatus.Running, Done: 0, Accepted: 0, Refused: 0, Turn: 1,
            NotificationKeys.TimeOf(granted.Id), time.GetUtcNow())
        {
            IdempotencyRow = idempotency.RowOf(intake),
        };
        if (await store.AddAsync(batch, cancellationToken))
            await hints.PutAsync(batch, TimeSpan.Zero, cancellationToken);
        else if ((await store.FindAsync(batch.Id, cancellationToken))?.Upload != upload)
            await store.DropRowsAsync(batch.Id, upload, cancellationToken); // An equal request at the same time was first.
        return answer;
    }

    private FieldError UnknownKind() =>
        new("/kind", "unknown_value", $"The kind must be one of: {string.Join(", ", kinds.Select(k => k.Name))}.");
}
