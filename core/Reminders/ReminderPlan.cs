using System.Collections.Immutable;
using NodaTime;
using Peyk.Core.Cases;

namespace Peyk.Core.Reminders;

/// <summary>One time at which a reminder goes.</summary>
/// <param name="Number">From 0, in the order of time; the same for the same plan.</param>
/// <param name="At">When it goes.</param>
/// <param name="ExpiresAt">When it is of no use any more.</param>
/// <param name="Due">What it reminds of.</param>
public sealed record Occurrence(int Number, Instant At, Instant ExpiresAt, DueMoment Due);

/// <summary>How a reminder comes again.</summary>
/// <param name="Every">Years, months, weeks or days.</param>
/// <param name="Times">How many due moments there are in all.</param>
/// <param name="Until">No due moment is after it; null for no such bound.</param>
public sealed record Repeat(Period Every, int Times, Instant? Until);

/// <summary>When a reminder goes: a pure function of what the client asked for, the recipient's zone and the working week.</summary>
/// <param name="Calendar">Months and years are counted in it.</param>
/// <param name="Zone">The recipient's, as it was when the reminder was posted or last changed.</param>
/// <param name="ExpiresAfter">How long each message is of use; null: until the next one goes or the due moment is over.</param>
public sealed record ReminderPlan(
    Due Due, CalendarSystem Calendar, DateTimeZone Zone, ImmutableArray<Lead> Leads, Repeat? Repeat, Duration? ExpiresAfter)
{
    public const int MostLeads = 10;
    public const int MostTimes = 1_000;

    /// <summary>How long a message is of use that goes at the due moment itself.</summary>
    public static readonly Duration UseAfterDue = Duration.FromHours(1);

    /// <summary>Every occurrence from a number on, in the order of time.</summary>
    public IEnumerable<Occurrence> From(int number, WorkingWeek week)
    {
        for (var cycle = number / Leads.Length; cycle < (Repeat?.Times ?? 1); cycle++)
        {
            var occurrences = Cycle(cycle, week);
            if (occurrences is null)
                yield break;
            foreach (var occurrence in occurrences.Where(o => o.Number >= number))
                yield return occurrence;
        }
    }

    /// <summary>The occurrences of one due moment; null when it is after the end of the repetition.</summary>
    public IReadOnlyList<Occurrence>? Cycle(int cycle, WorkingWeek week)
    {
        var due = Due.After(Repeat?.Every ?? Period.Zero, cycle, Calendar, Zone);
        if (cycle > 0 && due.Moment > Repeat?.Until)
            return null;
        // Two leads may fall together in some cycle: one message is enough then.
        var times = Leads.Select(lead => lead.At(due, Zone, week)).Where(at => at <= due.End).Distinct().Order().ToList();
        return [.. times.Select((at, i) => new Occurrence((cycle * Leads.Length) + i, at, ExpiresAt(at, i + 1 < times.Count ? times[i + 1] : null, due), due))];
    }

    private Instant ExpiresAt(Instant at, Instant? next, DueMoment due)
    {
        if (ExpiresAfter is { } use)
            return at + use;
        return next ?? (at < due.End ? due.End : at + UseAfterDue);
    }
}
