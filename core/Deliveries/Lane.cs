namespace Peyk.Core.Deliveries;

/// <summary>Which messages go first when not all can go at once.</summary>
public enum Lane
{
    /// <summary>Somebody waits for just this message.</summary>
    Transactional,

    /// <summary>One of very many: it takes what the others leave.</summary>
    Bulk,
}
