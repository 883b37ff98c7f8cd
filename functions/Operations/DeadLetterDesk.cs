using System.Security.Cryptography;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Operations;

/// <param name="Next">The last one of this page; null when it is the last page.</param>
public sealed record DeadLetterPage(IReadOnlyList<DeadLetter> Items, DeadLetterPlace? Next);

/// <param name="IsWhole">False when there are more than were counted.</param>
public sealed record DeadLetterOverview(IReadOnlyList<DeadLetterGroup> Groups, bool IsWhole);

/// <summary>What came of putting dead letters back.</summary>
/// <param name="Requeued">Messages put back.</param>
/// <param name="Gone">Those that were there no more: somebody else put them back, or their time was over.</param>
/// <param name="Unreadable">Those whose master key is not configured any more; they stay.</param>
/// <param name="More">There are more of the same, for another request.</param>
public sealed record RequeueOutcome(int Requeued, int Gone, int Unreadable, bool More = false);

/// <summary>Dead letters of all queues as an operator handles them. Every read and every request is bounded.</summary>
public sealed class DeadLetterDesk(DeadLetterStore store, TimeProvider time)
{
    /// <summary>Most messages that one request puts back.</summary>
    public const int MostAtOnce = 100;

    /// <summary>Most that an overview counts.</summary>
    public const int MostCounted = 2000;

    private const int AtOnce = 8;

    /// <summary>How many there are by queue and reason, the most first.</summary>
    public async Task<DeadLetterOverview> CountAsync(CancellationToken cancellationToken)
    {
        var letters = await store.ReadAsync(null, null).Take(MostCounted + 1).ToListAsync(cancellationToken);
        var groups = letters.Take(MostCounted).GroupBy(l => (l.Queue, l.Code))
            .Select(g => new DeadLetterGroup(g.Key.Queue, g.Key.Code, g.Count(), g.Min(l => l.At), g.Max(l => l.At)))
            .OrderByDescending(g => g.Count).ThenBy(g => g.Queue, StringComparer.Ordinal).ThenBy(g => g.Code, StringComparer.Ordinal);
        return new([.. groups], letters.Count <= MostCounted);
    }

    /// <summary>A page of them, by queue and id.</summary>
    /// <param name="queue">Null for all.</param>
    /// <param name="code">The reason in one word; null for all.</param>
    public async Task<DeadLetterPage> ListAsync(
        string? queue, string? code, DeadLetterPlace? after, int limit, CancellationToken cancellationToken)
    {
        var letters = await store.ReadAsync(queue, after).Where(l => code is null || l.Code == code).Take(limit + 1).ToListAsync(cancellationToken);
        if (letters.Count <= limit)
            return new(letters, null);
        letters.RemoveAt(limit);
        return new(letters, new(letters[^1].Queue, letters[^1].MessageId));
    }

    /// <summary>Puts some back. A second request finds them gone.</summary>
    /// <param name="letters">At most <see cref="MostAtOnce"/>; what is beyond stays.</param>
    public async Task<RequeueOutcome> RequeueAsync(IReadOnlyCollection<DeadLetterPlace> letters, CancellationToken cancellationToken)
    {
        var (requeued, gone, unreadable) = (0, 0, 0);
        await Parallel.ForEachAsync(
            letters.Distinct().Take(MostAtOnce),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (letter, token) =>
            {
                try
                {
                    if (Queues.All.Contains(letter.Queue) && await store.RequeueAsync(letter.Queue, letter.MessageId, token))
                        Interlocked.Increment(ref requeued);
                    else
                        Interlocked.Increment(ref gone);
                }
                catch (CryptographicException)
                {
                    Interlocked.Increment(ref unreadable);
                }
            });
        return new(requeued, gone, unreadable, letters.Count > MostAtOnce);
    }

    /// <summary>Puts back what is there of one queue and reason, the first so many of them.</summary>
    public async Task<RequeueOutcome> RequeueAllAsync(string queue, string code, CancellationToken cancellationToken)
    {
        // What fails again while this goes on waits for another request.
        var now = time.GetUtcNow();
        var letters = await store.ReadAsync(queue, null).Where(l => l.At <= now && l.Code == code).Take(MostAtOnce + 1).ToListAsync(cancellationToken);
        return await RequeueAsync([.. letters.Select(l => new DeadLetterPlace(l.Queue, l.MessageId))], cancellationToken);
    }
}
