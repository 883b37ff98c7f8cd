using System.Net;
using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Cases;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.StatusUpdates.Tracking;

/// <summary>A case as its page shows it.</summary>
/// <param name="UpdatedAt">When something was last said about it.</param>
public sealed record TrackedCase(
    TrackingCode Code, ServiceDefinition Service, string Language, CaseTimeline Timeline, Instant UpdatedAt, bool IsLate);

/// <summary>What came of looking a code up.</summary>
public abstract record TrackingOutcome
{
    private TrackingOutcome()
    {
    }

    public sealed record Found(TrackedCase Case) : TrackingOutcome;

    /// <summary>The code is written in another way than links write it.</summary>
    public sealed record Elsewhere(TrackingCode Code) : TrackingOutcome;

    /// <summary>No case, or no code at all: both look the same and take the same time.</summary>
    public sealed record NotFound : TrackingOutcome;

    public sealed record TooMany(TimeSpan RetryAfter) : TrackingOutcome;
}

/// <summary>Looks cases up for whoever has the code.</summary>
public sealed class CaseTracker(
    CaseStore store, ServiceCatalog services, WorkingWeek week, GuessLimiter limiter, IOptions<PeykOptions> options, TimeProvider time)
{
    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[options.Value.TimeZone];

    /// <param name="typed">The code as it stands in the address or was typed.</param>
    public async Task<TrackingOutcome> LookAsync(string typed, IPAddress address, CancellationToken cancellationToken)
    {
        if (TrackingCode.TryParse(typed, out var code, out _) && code.Value != typed)
            return new TrackingOutcome.Elsewhere(code);
        if (limiter.Take(address) is { } wait)
            return new TrackingOutcome.TooMany(wait);
        if (await store.ReadAsync(code, cancellationToken) is not { } stored || services.Find(stored.Head.Service) is not { } service)
            return new TrackingOutcome.NotFound();
        limiter.GiveBack(address);
        return new TrackingOutcome.Found(Show(stored, service));
    }

    /// <summary>The case of a code, whoever asks: the caller counts the guesses. Null when there is none.</summary>
    public async Task<TrackedCase?> FindAsync(TrackingCode code, CancellationToken cancellationToken) =>
        await store.ReadAsync(code, cancellationToken) is { } stored && services.Find(stored.Head.Service) is { } service ? Show(stored, service) : null;

    private TrackedCase Show(StoredCase stored, ServiceDefinition service)
    {
        var events = stored.Steps.Select((step, sequence) =>
            new StepEvent(step.Step, Instant.FromDateTimeOffset(step.OccurredAt), sequence, step.Withdrawn));
        var timeline = CaseTimeline.Build(service, events, _zone, week);
        var today = Instant.FromDateTimeOffset(time.GetUtcNow()).InZone(_zone).Date;
        var updated = NotificationKeys.TimeOf(stored.Steps[^1].Id);
        return new(
            stored.Head.Code, service, stored.Head.Language, timeline, Instant.FromDateTimeOffset(updated), timeline.IsLate(today));
    }
}
