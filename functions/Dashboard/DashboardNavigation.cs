namespace Peyk.Functions.Dashboard;

/// <summary>The pages that every page of the dashboard leads to.</summary>
internal static class DashboardNavigation
{
    /// <summary>Path, and the key of its name in the language files.</summary>
    public static IReadOnlyList<(string Path, string Name)> All { get; } =
    [
        ("/ops", "ops.overview.name"),
        ("/ops/deliveries", "ops.deliveries.name"),
        ("/ops/satisfaction", "ops.satisfaction.name"),
        ("/ops/outlook", "ops.outlook.name"),
        ("/ops/search", "ops.search.name"),
        ("/ops/sending", "ops.sending.name"),
        ("/ops/dead-letters", "ops.deadLetters.name"),
        ("/ops/callbacks", "ops.callbacks.name"),
        ("/ops/health", "ops.health.name"),
        ("/ops/audit", "ops.audit.name"),
    ];
}
