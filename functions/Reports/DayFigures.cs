using Azure;
using Microsoft.Extensions.Caching.Memory;
using NodaTime;

namespace Peyk.Functions.Reports;

/// <summary>
/// The figures of days, kept in memory for as long as their rows stay as they are: most days never change again. Every question looks first
/// which rows have changed, so that nothing old is ever shown, and reads those only.
/// </summary>
public sealed class DayFigures(RollupStore store) : IDisposable
{
    /// <summary>About as many bytes are kept at most: some hundred days of ten thousand messages.</summary>
    private const long MostBytes = 64 * 1024 * 1024;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostBytes });

    /// <summary>The days of a period, both ends included, that have figures, in their order.</summary>
    public async Task<IReadOnlyList<KeyValuePair<LocalDate, StoredRollup>>> ReadAsync(LocalDate from, LocalDate to, CancellationToken cancellationToken)
    {
        var found = new SortedDictionary<LocalDate, StoredRollup>();
        var changed = new SortedSet<LocalDate>();
        foreach (var (day, version) in await store.ReadVersionsAsync(from, to, cancellationToken))
        {
            if (_kept.Get<Kept>(day) is { } kept && kept.Version == version)
                found.Add(day, kept.Figures);
            else
                changed.Add(day);
        }

        if (changed.Count == 0)
            return [.. found];
        // Mostly it is today, or all of them at first.
        await foreach (var row in store.ReadAsync(changed.Min, changed.Max, cancellationToken))
            found[row.Day] = found.TryGetValue(row.Day, out var known) && !changed.Contains(row.Day) ? known : Keep(row);
        return [.. found];
    }

    public void Dispose() => _kept.Dispose();

    private StoredRollup Keep(RollupRow row)
    {
        var figures = StoredRollup.Read(row.Figures);
        _kept.Set(row.Day, new Kept(row.ETag, figures), new MemoryCacheEntryOptions { Size = figures.Groups.Sum(g => g.Bytes) });
        return figures;
    }

    private sealed record Kept(ETag Version, StoredRollup Figures);
}
