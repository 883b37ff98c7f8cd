using System.Text.Json;
using NodaTime;
using Peyk.Core.Cases;
using Peyk.Core.Reminders;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.StatusUpdates;

namespace Peyk.Functions.Reminders;

/// <summary>What is kept of <c>stopWhen.case</c>.</summary>
public sealed record CaseStepReached(string Code, string Step);

/// <summary>A case reached a step, or a later one, or its end.</summary>
public sealed class CaseStepCondition(CaseStore cases, ServiceCatalog services) : IStopCondition
{
    public string Name => "case";

    public async Task<JsonElement?> ReadAsync(RequestReader reader, string clientId, CancellationToken cancellationToken)
    {
        var code = reader.Value<TrackingCode>("code", TrackingCode.TryParse, required: true, longest: 100);
        var step = reader.Name("step", required: true);
        reader.Close();
        if (code is null)
            return null;
        if (await cases.FindAsync(code, cancellationToken) is not { } head || head.ClientId != clientId)
            reader.Refuse("code", "unknown_value", "No case of yours has this code.");
        else if (step is not null && services.Find(head.Service)?.FindStep(step) is null)
            reader.Refuse("step", "unknown_value", "The case's service has no step of that name.");
        else if (step is not null)
            return JsonSerializer.SerializeToElement(new CaseStepReached(code.Value, step), PeykJson.Default.CaseStepReached);
        return null;
    }

    public async Task<bool> IsMetAsync(JsonElement kept, string clientId, CancellationToken cancellationToken)
    {
        var awaited = kept.Deserialize(PeykJson.Default.CaseStepReached)!;
        if (await cases.ReadAsync(TrackingCode.Parse(awaited.Code), cancellationToken) is not { } found || found.Head.ClientId != clientId)
            return false;
        var told = found.Steps.Select((step, i) => new StepEvent(step.Step, Instant.FromDateTimeOffset(step.OccurredAt), i, step.Withdrawn));
        return services.Find(found.Head.Service) is { } service && service.FindStep(awaited.Step) is { } step && service.HasReached(told, step);
    }
}
