using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Delivery.Email;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>
/// Takes the provider's events on newsletters: a post of a thousand becomes a few queue messages. That a mail is on its way says nothing
/// that the answer of the call did not say, but for the first of each call: it proves that the call was taken.
/// </summary>
public sealed class IssueReceipts(IssueBatchStore batches, IssueReceiptQueue queue)
{
    private const int MostRemembered = 100_000;

    private readonly ConcurrentDictionary<IssueCallId, bool> _proven = new();

    /// <summary>Those of them that are about newsletters. A second time changes nothing.</summary>
    public async Task HearAsync(IReadOnlyCollection<SendGridEvent> events, CancellationToken cancellationToken)
    {
        var copies = events.Where(e => e.Copy is not null).DistinctBy(e => e.EventId.Length > 0 ? (object)e.EventId : e).ToList();
        if (copies.Count == 0)
            return;
        await Parallel.ForEachAsync(
            copies.Select(e => e.Copy!.Call).Distinct().Where(call => !_proven.ContainsKey(call)), cancellationToken, ProveAsync);
        await queue.PutAsync(copies.Select(e => (e.Copy, Facts: FactsOf(e))).Where(f => f.Facts is not null).Select(f => new IssueFact(f.Copy!, f.Facts!)), cancellationToken);
        await queue.PutAsync(
            copies
                .Where(e => e.Type is SendGridEventType.Open or SendGridEventType.Click)
                .Select(e => new IssueVisit(e.Copy!.Call.Issue, e.Copy.Call.Batch, NameOf(e.EventId), e.Type == SendGridEventType.Click)),
            cancellationToken);
    }

    /// <summary>What an event says for good; null when nothing.</summary>
    public static RecipientFacts? FactsOf(SendGridEvent e) => SendGridOutcomes.ToReceipt(e) switch
    {
        Receipt.Delivered delivered => new(DeliveredAt: delivered.At),
        Receipt.Failed failed => new(FailedAt: failed.At, Code: failed.Code, Reason: failed.Reason),
        _ => e.Type == SendGridEventType.SpamReport ? new(SpamAt: e.At) : null,
    };

    private async ValueTask ProveAsync(IssueCallId call, CancellationToken cancellationToken)
    {
        await batches.NoteEvidenceAsync(call.Issue, call.Batch, call.Call, cancellationToken);
        if (_proven.Count >= MostRemembered)
            _proven.Clear();
        _proven[call] = true;
    }

    // Part of a row's key: the provider's id may have signs that no key takes.
    private static string NameOf(string eventId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(eventId)))[..32];
}
