using System.Collections.Immutable;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Functions.Delivery.Email;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>
/// What was heard of a batch's recipients as the reports need it: by call, status and reason. It is counted with the outcomes from the same
/// rows, and like them replaced as a whole. Nothing of a person.
/// </summary>
/// <param name="calls">Those of the batch.</param>
public sealed class IssueTally(IReadOnlyCollection<IssueCall> calls)
{
    private readonly Dictionary<int, DateTimeOffset> _begun = calls.ToDictionary(c => c.Number, c => c.BegunAt ?? c.At);
    private readonly Dictionary<(int Call, DeliveryStatus Status, Reason? Reason), Figures> _groups = [];

    /// <summary>Takes a recipient in; of whom nothing was heard, only their call knows.</summary>
    public void Add(IssueRecipient recipient)
    {
        var facts = recipient.Facts;
        if (!facts.IsHeard)
            return;
        var key = facts.IsFailed
            ? (recipient.Call, DeliveryStatus.Failed, facts.Reason ?? SendGridOutcomes.ReasonOf(facts.Code))
            : (recipient.Call, DeliveryStatus.Delivered, (Reason?)null);
        if (!_groups.TryGetValue(key, out var figures))
            _groups.Add(key, figures = new());
        figures.Count++;
        if (facts is { IsDelivered: true, DeliveredAt: { } delivered } && _begun.TryGetValue(recipient.Call, out var begun))
            figures.ToDelivered.Add(delivered - begun);
    }

    /// <summary>As it lies in the row of the outcomes. The same always gives the same bytes.</summary>
    public byte[] Write() => DayJson.Write(
        [
            .. _groups.OrderBy(g => g.Key.Call).ThenBy(g => g.Key.Status).ThenBy(g => g.Key.Reason)
                .Select(g => new StoredCallGroup(g.Key.Call, g.Key.Status, g.Value.Count, DayJson.Flat(g.Value.ToDelivered), g.Key.Reason)),
        ],
        PeykJson.Default.ImmutableArrayStoredCallGroup);

    public static ImmutableArray<StoredCallGroup> Read(byte[] bytes) => DayJson.Read(bytes, PeykJson.Default.ImmutableArrayStoredCallGroup);

    private sealed class Figures
    {
        public long Count { get; set; }

        public DurationHistogram ToDelivered { get; } = new();
    }
}

/// <summary>Recipients of one call with one outcome.</summary>
/// <param name="Call">0: those whom the provider refused by name.</param>
/// <param name="ToDelivered">From the beginning of the call to the arrival: buckets and counts in turn, milliseconds.</param>
public sealed record StoredCallGroup(int Call, DeliveryStatus Status, long Count, ImmutableArray<long> ToDelivered, Reason? Reason = null);
