namespace Peyk.Core.Reports;

/// <summary>Figures by key. The order in which deliveries and other tallies are added does not matter.</summary>
public sealed class DeliveryTally
{
    private readonly Dictionary<DeliveryKey, DeliveryFigures> _groups = [];

    public bool IsEmpty => _groups.Count == 0;

    public IEnumerable<KeyValuePair<DeliveryKey, DeliveryFigures>> Groups => _groups;

    /// <summary>The same in an order that depends on the keys alone.</summary>
    public IEnumerable<KeyValuePair<DeliveryKey, DeliveryFigures>> InOrder => _groups
        .OrderBy(g => g.Key.IsTest)
        .ThenBy(g => g.Key.Kind, StringComparer.Ordinal).ThenBy(g => g.Key.Service, StringComparer.Ordinal).ThenBy(g => g.Key.Channel)
        .ThenBy(g => g.Key.Template, StringComparer.Ordinal).ThenBy(g => g.Key.Language, StringComparer.Ordinal)
        .ThenBy(g => g.Key.Status).ThenBy(g => g.Key.Reason);

    /// <summary>The figures under a key, to be added to.</summary>
    public DeliveryFigures this[DeliveryKey key]
    {
        get
        {
            if (!_groups.TryGetValue(key, out var figures))
                _groups.Add(key, figures = new());
            return figures;
        }
    }

    public void Add(DeliveryTally other)
    {
        foreach (var (key, figures) in other._groups)
            this[key].Add(figures);
    }
}
