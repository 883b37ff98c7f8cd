using Azure;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Operations.Checks;

/// <summary>What somebody should know who looks after the app: a pause, dead letters, telemetry that goes nowhere.</summary>
internal sealed class StateCheck(IServiceProvider services, IConfiguration configuration)
{
    public async IAsyncEnumerable<CheckResult> RunAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Telemetry();
        yield return await AskAsync("pauses", PausesAsync, cancellationToken);
        yield return await AskAsync("dead letters", DeadLettersAsync, cancellationToken);
    }

    private CheckResult Telemetry()
    {
        const string What = "telemetry";
        if (configuration[AzureMonitorTarget.Setting] is { Length: > 0 } insights && AzureMonitorTarget.Parse(insights) is null)
            return CheckResult.Failed(What, $"{AzureMonitorTarget.Setting} is no connection string", "Copy it from the Application Insights resource.");
        return string.IsNullOrEmpty(configuration[AzureMonitorTarget.Setting]) && string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])
            ? CheckResult.Warning(What, "goes nowhere: no alert can fire", "Set APPLICATIONINSIGHTS_CONNECTION_STRING or OTEL_EXPORTER_OTLP_ENDPOINT (docs/telemetry.md).")
            : CheckResult.Ok(What, "has somewhere to go");
    }

    private async Task<CheckResult> PausesAsync(CancellationToken cancellationToken)
    {
        var pauses = await services.GetRequiredService<ChannelPauses>().ListAsync(cancellationToken);
        return pauses.Count == 0
            ? CheckResult.Ok("pauses", "every channel and kind sends")
            : CheckResult.Warning("pauses", string.Join("; ", pauses.Select(p => $"{(p.Kind is null ? "" : $"{p.Kind} by ")}{p.Channel.ToWord()} since {p.Since:u}")),
                "Run: resume CHANNEL [--kind KIND], when its cause is gone.");
    }

    private async Task<CheckResult> DeadLettersAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var queue in Queues.All)
            count += (await services.GetRequiredService<DeadLetterStore>().ListAsync(queue, cancellationToken)).Count;
        return count == 0
            ? CheckResult.Ok("dead letters", "none")
            : CheckResult.Warning("dead letters", $"{count}", "Run: dead-letters list. docs/operations.md tells what to do with them.");
    }

    private static async Task<CheckResult> AskAsync(string what, Func<CancellationToken, Task<CheckResult>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(cancellationToken);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or Microsoft.Extensions.Options.OptionsValidationException)
        {
            return CheckResult.Skipped(what, "see the lines above");
        }
    }
}
