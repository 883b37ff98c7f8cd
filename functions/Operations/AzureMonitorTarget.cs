namespace Peyk.Functions.Operations;

/// <summary>An Application Insights resource, as its connection string names it.</summary>
/// <param name="InstrumentationKey">Names the resource; it opens nothing.</param>
/// <param name="Ingestion">Where telemetry is posted.</param>
/// <param name="Scope">For which a token is asked.</param>
internal sealed record AzureMonitorTarget(string InstrumentationKey, Uri Ingestion, string Scope)
{
    public const string Setting = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    private const string DefaultIngestion = "https://dc.services.visualstudio.com/";
    private const string DefaultAudience = "https://monitor.azure.com/";

    /// <summary>Null when the setting is missing or is no connection string.</summary>
    public static AzureMonitorTarget? Parse(string? connectionString)
    {
        var parts = (connectionString ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.Last()[1], StringComparer.OrdinalIgnoreCase);
        if (!parts.TryGetValue("InstrumentationKey", out var key) || !Guid.TryParse(key, out _))
            return null;
        var ingestion = parts.GetValueOrDefault("IngestionEndpoint") ?? DefaultIngestion;
        if (!Uri.TryCreate(ingestion.TrimEnd('/') + "/v2.1/track", UriKind.Absolute, out var uri))
            return null;
        return new(key, uri, (parts.GetValueOrDefault("AADAudience") ?? DefaultAudience) + "/.default");
    }
}
