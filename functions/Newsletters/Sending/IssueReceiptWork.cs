using Peyk.Functions.Delivery;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>Writes facts down, a hundred in a transaction, and counts them.</summary>
public sealed class IssueReceiptWork(
    RecipientStore recipients, IssueBatchStore batches, IssueReceiptQueue queue, IssueGuard guard, IssueRetention retention,
    Hints hints, LanePriority priority)
{
    private const int MostConflicts = 8;

    /// <exception cref="FormatException">The message is none of ours: it fails, and in the end is kept aside.</exception>
    public async Task HandleAsync(string message, CancellationToken cancellationToken)
    {
        if (QueueMessage.IsNewer(message, IssueReceiptsMessage.Version))
        {
            await hints.PutBackAsync(Queues.IssueReceipts, message, HintReader.NewerPause, cancellationToken);
            return;
        }

        var receipts = QueueMessage.Read(message, PeykJson.Default.IssueReceiptsMessage);
        await priority.RunBulkAsync(
            Queues.IssueReceipts,
            async () =>
            {
                foreach (var part in receipts.Parts)
                    await (receipts.Count ? CountAsync(part.Issue, part.Batch, cancellationToken) : WriteAsync(part, cancellationToken));
            },
            cancellationToken);
    }

    private async Task WriteAsync(IssueReceiptsPart part, CancellationToken cancellationToken)
    {
        var facts = (part.Facts ?? []).ToDictionary(f => f.R, f => f.ToFacts());
        await recipients.AddFactsAsync(part.Issue, part.Batch, facts, cancellationToken);
        await recipients.AddVisitsAsync(part.Issue, part.Batch, part.Opened ?? [], part.Clicked ?? [], cancellationToken);
        Telemetry.IssueHeard(facts.Values);
        await queue.AskForCountAsync(part.Issue, part.Batch, cancellationToken);
    }

    /// <summary>Counts a batch from its recipients, so that nothing counts twice, and looks whether the issue does harm.</summary>
    private async Task CountAsync(Guid issue, int batch, CancellationToken cancellationToken)
    {
        // A click may come long after: what was counted while there were rows stays.
        if (await retention.IsForgottenAsync(issue, cancellationToken))
            return;
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            var version = await batches.FindOutcomesVersionAsync(issue, batch, cancellationToken);
            var calls = (await batches.FindBatchAsync(issue, batch, cancellationToken))?.Calls ?? [];
            var (outcomes, tally) = await recipients.CountAsync(issue, batch, calls, cancellationToken);
            if (!await batches.TrySaveOutcomesAsync(issue, batch, outcomes, tally, version, cancellationToken))
                continue;
            await guard.WatchAsync(issue, cancellationToken);
            return;
        }

        throw new InvalidOperationException($"The counts of batch {batch} of issue {issue} changed {MostConflicts} times.");
    }
}
