using NodaTime;

namespace Peyk.Core.Cases;

/// <summary>The word of a client that a case reached a step.</summary>
/// <param name="Step">Key of the step.</param>
/// <param name="OccurredAt">When it happened, by the client's word.</param>
/// <param name="Sequence">The order in which we were told; of two words about one step the later told holds.</param>
/// <param name="Withdrawn">The step is taken back: it did not happen after all.</param>
public sealed record StepEvent(string Step, Instant OccurredAt, long Sequence, bool Withdrawn = false);

public enum StepState
{
    /// <summary>It happened, or a later step of the usual path did.</summary>
    Done,

    /// <summary>The case stands here and is not finished.</summary>
    Current,

    /// <summary>It is still to come.</summary>
    Upcoming,
}

/// <summary>One row of a timeline.</summary>
/// <param name="Step">The step.</param>
/// <param name="State">Where it stands.</param>
/// <param name="OccurredAt">When it happened; null for upcoming steps and for steps that were passed over unreported.</param>
/// <param name="Expected">For upcoming steps the day it is promised for, when that can be said.</param>
public sealed record TimelineStep(ServiceStep Step, StepState State, Instant? OccurredAt, LocalDate? Expected);

/// <summary>
/// Where a case stands, computed from all that was ever said about it. The order in which the words arrive changes nothing but
/// corrections: the same events always give the same timeline.
/// </summary>
/// <remarks>
/// The place on the usual path is the furthest step reported, since queues and clients reorder; steps before it count as done. An
/// optional step (papers missing, refused) is where the case stands if it happened after that. The case is finished when the
/// step where it stands is final: an objection after a refusal opens it again. Steps the service does not know are left out.
/// </remarks>
public sealed record CaseTimeline
{
    private CaseTimeline(IReadOnlyList<TimelineStep> steps, ServiceStep? standing)
    {
        Steps = steps;
        Standing = standing;
    }

    /// <summary>Steps done in order, then those to come.</summary>
    public IReadOnlyList<TimelineStep> Steps { get; }

    /// <summary>The step the case has reached; null when nothing was reported.</summary>
    public ServiceStep? Standing { get; }

    public bool IsFinished => Standing is { IsFinal: true };

    /// <summary>What comes next and when; null when finished.</summary>
    public TimelineStep? Next => Steps.FirstOrDefault(step => step.State == StepState.Upcoming);

    /// <summary>True when the next step was promised for a day before <paramref name="today"/>.</summary>
    public bool IsLate(LocalDate today) => Next?.Expected is { } expected && expected < today;

    /// <param name="service">The service of the case.</param>
    /// <param name="events">All events, in any order.</param>
    /// <param name="zone">The zone in whose days promises are counted.</param>
    /// <param name="week">The organisation's working week.</param>
    public static CaseTimeline Build(
        ServiceDefinition service, IEnumerable<StepEvent> events, DateTimeZone zone, WorkingWeek week)
    {
        var happened = Happened(service, events);
        var furthest = happened.Where(entry => !entry.Step.IsOptional).MaxBy(entry => entry.Step.Position);
        var aside = happened.Where(entry => entry.Step.IsOptional)
            .OrderBy(entry => entry.At).ThenBy(entry => entry.Step.Position).LastOrDefault();
        var standing = aside is not null && (furthest is null || IsAfter(aside, furthest)) ? aside : furthest;

        // Papers missing tells that the steps before it were passed; refused, which may stand anywhere, tells nothing of the kind.
        var reached = Math.Max(
            furthest?.Step.Position ?? -1,
            happened.Where(entry => entry.Step is { IsOptional: true, IsFinal: false })
                .Select(entry => entry.Step.Position).DefaultIfEmpty(-1).Max());

        var rows = Past(service, happened, reached, standing);
        if (standing is not { Step.IsFinal: true })
            rows.AddRange(Upcoming(service, reached, standing, zone, week));
        return new CaseTimeline(rows, standing?.Step);
    }

    private static List<Reached> Happened(ServiceDefinition service, IEnumerable<StepEvent> events) =>
    [
        .. from told in events
           group told by told.Step into words
           let last = words.OrderBy(word => word.Sequence).ThenBy(word => word.OccurredAt).Last()
           let step = service.FindStep(words.Key)
           where step is not null && !last.Withdrawn
           select new Reached(step, last.OccurredAt),
    ];

    private static List<TimelineStep> Past(
        ServiceDefinition service, List<Reached> happened, int reached, Reached? standing)
    {
        var rows = new List<TimelineStep>();
        foreach (var step in service.Steps.Where(step => !step.IsOptional && step.Position <= reached))
            rows.Add(Row(step, happened.Find(entry => entry.Step == step)?.At, standing));

        var optional = happened.Where(entry => entry.Step.IsOptional).OrderBy(entry => entry.At).ThenBy(entry => entry.Step.Position);
        foreach (var entry in optional)
        {
            var before = rows.FindLastIndex(row =>
                row.OccurredAt is { } at ? at <= entry.At : row.Step.Position < entry.Step.Position);
            rows.Insert(before + 1, Row(entry.Step, entry.At, standing));
        }

        return rows;
    }

    private static IEnumerable<TimelineStep> Upcoming(
        ServiceDefinition service, int reached, Reached? standing, DateTimeZone zone, WorkingWeek week)
    {
        var from = standing?.At.InZone(zone).Date;
        foreach (var step in service.Steps.Where(step => !step.IsOptional && step.Position > reached))
        {
            from = from is { } date && step.Expected is { } expected ? week.Add(date, expected) : null;
            yield return new TimelineStep(step, StepState.Upcoming, OccurredAt: null, from);
        }
    }

    private static TimelineStep Row(ServiceStep step, Instant? at, Reached? standing) =>
        new(step, step == standing?.Step && !step.IsFinal ? StepState.Current : StepState.Done, at, Expected: null);

    private static bool IsAfter(Reached aside, Reached furthest) =>
        aside.At > furthest.At || (aside.At == furthest.At && aside.Step.Position > furthest.Step.Position);

    private sealed record Reached(ServiceStep Step, Instant At);
}
