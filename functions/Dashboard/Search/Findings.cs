using Peyk.Functions.Delivery;

namespace Peyk.Functions.Dashboard.Search;

/// <summary>What a search gave.</summary>
/// <param name="Notifications">Newest first.</param>
/// <param name="IsMore">There are more, which are not shown.</param>
public sealed record Findings(IReadOnlyList<StoredNotification> Notifications, bool IsMore = false)
{
    public static Findings None { get; } = new([]);
}
