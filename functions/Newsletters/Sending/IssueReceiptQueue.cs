using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>Something that was said of one recipient's copy.</summary>
public sealed record IssueFact(IssueCopyId Copy, RecipientFacts Facts);

/// <summary>A mail that was opened, or a link in one that was clicked. Of whom is not kept.</summary>
/// <param name="EventId">The provider's id of the event: the same one counts once.</param>
public sealed record IssueVisit(Guid Issue, int Batch, string EventId, bool IsClick);

/// <summary>Facts on their way to the rows of the table, some hundred to a message; names are short because there are so many.</summary>
/// <param name="V">Version of the message's form; a newer one than we know is put back.</param>
/// <param name="Count">What is known of the batches is to be counted; nothing is said of anybody.</param>
public sealed record IssueReceiptsMessage(int V, IReadOnlyList<IssueReceiptsPart> Parts, bool Count = false)
{
    public const int Version = 1;
}

/// <summary>What is said of one batch.</summary>
/// <param name="Opened">Ids of events.</param>
/// <param name="Clicked">Ids of events.</param>
public sealed record IssueReceiptsPart(
    Guid Issue, int Batch, IReadOnlyList<PackedFacts>? Facts = null, IReadOnlyList<string>? Opened = null, IReadOnlyList<string>? Clicked = null);

/// <summary>One recipient's facts; times in Unix seconds.</summary>
/// <param name="R">Key of the subscription.</param>
/// <param name="D">Delivered.</param>
/// <param name="F">Failed, with the code <paramref name="C"/>.</param>
/// <param name="S">Reported as spam.</param>
/// <param name="W">Why it failed.</param>
public sealed record PackedFacts(string R, long? D = null, long? F = null, string? C = null, long? S = null, Reason? W = null)
{
    public static PackedFacts Of(string recipient, RecipientFacts facts) => new(
        recipient, facts.DeliveredAt?.ToUnixTimeSeconds(), facts.FailedAt?.ToUnixTimeSeconds(), facts.Code, facts.SpamAt?.ToUnixTimeSeconds(),
        facts.Reason);

    public RecipientFacts ToFacts() => new(At(D), At(F), C, At(S), W);

    private static DateTimeOffset? At(long? seconds) => seconds is { } known ? DateTimeOffset.FromUnixTimeSeconds(known) : null;
}

/// <summary>Packs what was heard into few messages.</summary>
public sealed class IssueReceiptQueue(Hints hints, IOptions<NewsletterSendingOptions> options, TimeProvider time)
{
    /// <summary>A message takes 64 KiB; facts take 180 bytes at most, visits less.</summary>
    private const int MostInMessage = 350;
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<(Guid Issue, int Batch), DateTimeOffset> _asked = new();

    /// <summary>Facts of one recipient are joined.</summary>
    public async Task PutAsync(IEnumerable<IssueFact> facts, CancellationToken cancellationToken)
    {
        var packed = facts
            .GroupBy(f => (f.Copy.Call.Issue, f.Copy.Call.Batch, f.Copy.Recipient))
            .Select(g => (g.Key.Issue, g.Key.Batch, Facts: PackedFacts.Of(g.Key.Recipient, g.Select(f => f.Facts).Aggregate((a, b) => a.And(b)))))
            .OrderBy(f => f.Issue).ThenBy(f => f.Batch);
        foreach (var some in packed.Chunk(MostInMessage))
        {
            await PutAsync(
                new(IssueReceiptsMessage.Version, [.. some
                    .GroupBy(f => (f.Issue, f.Batch))
                    .Select(g => new IssueReceiptsPart(g.Key.Issue, g.Key.Batch, [.. g.Select(f => f.Facts)]))]),
                TimeSpan.Zero,
                cancellationToken);
        }
    }

    public async Task PutAsync(IEnumerable<IssueVisit> visits, CancellationToken cancellationToken)
    {
        foreach (var some in visits.OrderBy(v => v.Issue).ThenBy(v => v.Batch).Chunk(MostInMessage))
        {
            await PutAsync(
                new(IssueReceiptsMessage.Version, [.. some
                    .GroupBy(v => (v.Issue, v.Batch))
                    .Select(g => new IssueReceiptsPart(
                        g.Key.Issue, g.Key.Batch, Opened: [.. g.Where(v => !v.IsClick).Select(v => v.EventId)],
                        Clicked: [.. g.Where(v => v.IsClick).Select(v => v.EventId)]))]),
                TimeSpan.Zero,
                cancellationToken);
        }
    }

    /// <summary>
    /// Has a batch counted some seconds from now, when more may have been heard. Who asks before that has their wish already: what they
    /// wrote will be counted.
    /// </summary>
    public async Task AskForCountAsync(Guid issue, int batch, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_asked.TryGetValue((issue, batch), out var due) && now < due)
            return;
        if (_asked.Count >= MostRemembered)
            _asked.Clear();
        await PutAsync(new(IssueReceiptsMessage.Version, [new(issue, batch)], Count: true), options.Value.CountPause, cancellationToken);
        _asked[(issue, batch)] = now + options.Value.CountPause;
    }

    private Task PutAsync(IssueReceiptsMessage message, TimeSpan delay, CancellationToken cancellationToken) =>
        hints.PutBackAsync(Queues.IssueReceipts, JsonSerializer.Serialize(message, PeykJson.Default.IssueReceiptsMessage), delay, cancellationToken);
}
