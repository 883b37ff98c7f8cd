namespace Peyk.Core.Reports;

/// <summary>Which groups must not be shown by themselves, because they are so small that they could tell of a person.</summary>
public static class SmallGroups
{
    /// <summary>
    /// The groups below the least size and, so that nobody can find them by subtracting the others from the total, as many of the next
    /// larger ones as it takes for all hidden ones together to reach it.
    /// </summary>
    /// <param name="sizes">How many each group has.</param>
    /// <param name="least">Least number that is shown; 1 shows all.</param>
    public static IReadOnlySet<TKey> Find<TKey>(IReadOnlyDictionary<TKey, long> sizes, int least)
        where TKey : notnull => Find(sizes, least, _ => 0);

    /// <summary>The same where there are several totals from which one could subtract: the hidden groups of each reach the least size together.</summary>
    /// <param name="totals">For each kind of total, which one a group is part of: of the table of months and services, its month's and its service's.</param>
    public static IReadOnlySet<TKey> Find<TKey>(IReadOnlyDictionary<TKey, long> sizes, int least, params IReadOnlyList<Func<TKey, object>> totals)
        where TKey : notnull
    {
        var some = sizes.Where(s => s.Value > 0).OrderBy(s => s.Value).ToList();
        var hidden = some.Where(s => s.Value < least).Select(s => s.Key).ToHashSet();
        // Hiding a group for one total may leave another's too small.
        int before;
        do
        {
            before = hidden.Count;
            foreach (var parts in totals.SelectMany(total => some.GroupBy(s => total(s.Key))))
                Complete(parts, least, hidden);
        }
        while (hidden.Count > before);
        return hidden;
    }

    private static void Complete<TKey>(IEnumerable<KeyValuePair<TKey, long>> parts, int least, HashSet<TKey> hidden)
        where TKey : notnull
    {
        var together = parts.Where(p => hidden.Contains(p.Key)).Sum(p => p.Value);
        if (together == 0)
            return;
        foreach (var (key, size) in parts.Where(p => !hidden.Contains(p.Key)).TakeWhile(_ => together < least))
        {
            hidden.Add(key);
            together += size;
        }
    }
}
