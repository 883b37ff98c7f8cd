using System.Collections.Concurrent;
using Peyk.Local.Simulator.Scenarios;

namespace Peyk.Local.Simulator.Email;

/// <summary>An address on one of the account's lists.</summary>
internal sealed record Suppressed(string Email, long Created, string Reason, string Status);

/// <summary>The account's lists of addresses that get no more mail, or got none.</summary>
internal sealed class Suppressions(TimeProvider time)
{
    private readonly Dictionary<SuppressionList, ConcurrentDictionary<string, Suppressed>> _lists =
        Enum.GetValues<SuppressionList>().ToDictionary(
            list => list, _ => new ConcurrentDictionary<string, Suppressed>(StringComparer.OrdinalIgnoreCase));

    public void Add(SuppressionList list, string email, string reason, string status) =>
        _lists[list].TryAdd(email, new(email, time.GetUtcNow().ToUnixTimeSeconds(), reason, status));

    public bool Remove(SuppressionList list, string email) => _lists[list].TryRemove(email, out _);

    public void Clear(SuppressionList list) => _lists[list].Clear();

    public void Clear()
    {
        foreach (var list in _lists.Values)
            list.Clear();
    }

    public Suppressed? Find(SuppressionList list, string email) => _lists[list].GetValueOrDefault(email);

    public IEnumerable<Suppressed> All(SuppressionList list) =>
        _lists[list].Values.OrderBy(entry => entry.Created).ThenBy(entry => entry.Email, StringComparer.Ordinal);

    /// <summary>The list that keeps mail from an address. Blocks are only for information.</summary>
    public SuppressionList? Stops(string email)
    {
        foreach (var (list, entries) in _lists)
        {
            if (list is not SuppressionList.Blocks && entries.ContainsKey(email))
                return list;
        }
        return null;
    }
}
