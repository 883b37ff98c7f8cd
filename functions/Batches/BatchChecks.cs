using System.Collections.Concurrent;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;

namespace Peyk.Functions.Batches;

/// <summary>What a dry run answers.</summary>
/// <param name="Status"><c>valid</c>, <c>invalid</c>, or <c>partial</c> when no row of those that were judged in time is refused.</param>
/// <param name="Checked">Rows that were judged before the time was up, from the first on.</param>
/// <param name="Rows">The first rows that would be refused.</param>
public sealed record BatchCheck(string Status, string Kind, int Total, int Checked, int Refused, IReadOnlyList<BatchRowResult> Rows);

/// <summary>Judges the rows of a batch as they would be judged now, without keeping anything, as far as the time of a request allows.</summary>
public sealed class BatchChecks(TimeProvider time)
{
    /// <summary>Below the function's deadline of 60 s, and what callers and proxies bear.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private const int MostRows = 100;
    private const int Slice = 100;
    private const int AtOnce = 4;

    public async Task<BatchCheck> CheckAsync(
        ApiClient client, INotificationKind kind, IReadOnlyList<BatchRow> rows, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var refused = new ConcurrentBag<BatchRowResult>();
        var judged = 0;
        foreach (var slice in rows.Index().Chunk(Slice))
        {
            if (time.GetElapsedTime(started) > Longest)
                break;
            await Parallel.ForEachAsync(
                slice,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (row, token) =>
                {
                    var intake = new Intake(client, $"/api/v1/{kind.Name}", row.Item.Body!.Value, IdempotencyKey: null, DryRun: true);
                    if (await kind.CheckAsync(intake, token) is { } problem)
                        refused.Add(RowResults.Refused(row.Index + 1, row.Item.Line, problem));
                });
            judged += slice.Length;
        }

        var status = !refused.IsEmpty ? "invalid" : judged < rows.Count ? "partial" : "valid";
        return new(status, kind.Name, rows.Count, judged, refused.Count, [.. refused.OrderBy(r => r.Row).Take(MostRows)]);
    }
}
