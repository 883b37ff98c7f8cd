namespace Peyk.Functions.Operations;

public static class TelemetryServices
{
    /// <summary>
    /// Traces and metrics over OTLP, and the form of the console's log: one line an entry, or JSON with
    /// <c>Logging__Console__FormatterName=json</c>, then with the scopes that hold function, invocation and trace.
    /// </summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHostedService<TelemetryExport>();
        var isJson = string.Equals(builder.Configuration["Logging:Console:FormatterName"], "json", StringComparison.OrdinalIgnoreCase);
        builder.Configuration.AddDefaults(
            ("Logging:Console:FormatterName", "simple"),
            ("Logging:Console:FormatterOptions:SingleLine", "true"),
            ("Logging:Console:FormatterOptions:TimestampFormat", isJson ? "O" : "HH:mm:ss.fff "),
            ("Logging:Console:FormatterOptions:UseUtcTimestamp", "true"),
            ("Logging:Console:FormatterOptions:IncludeScopes", isJson ? "true" : "false"));
    }
}
