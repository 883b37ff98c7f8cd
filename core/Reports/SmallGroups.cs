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
        where TKey : notnull
    {
        var hidden = new HashSet<TKey>();
        var together = 0L;
        foreach (var (key, size) in sizes.Where(s => s.Value > 0).OrderBy(s => s.Value))
        {
            if (size >= least && (hidden.Count == 0 || together >= least))
                break;
            hidden.Add(key);
            together += size;
        }

        return hidden;
    }
}
