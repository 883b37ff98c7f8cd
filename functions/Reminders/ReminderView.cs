using NodaTime;
using NodaTime.Text;
using Peyk.Core.Cases;
using Peyk.Core.Reminders;
using Peyk.Functions.StatusUpdates;

namespace Peyk.Functions.Reminders;

/// <summary>What becomes of an occurrence.</summary>
public enum OccurrenceStatus
{
    /// <summary>It is still to go.</summary>
    Upcoming,

    /// <summary>It became a notification, which tells the rest.</summary>
    Fired,

    /// <summary>It did not and will not go; the reason says why.</summary>
    Skipped,
}

/// <param name="At">When it goes.</param>
/// <param name="DueAt">The due moment that it reminds of; null for those that are over.</param>
/// <param name="NotificationId">The notification that it became.</param>
public sealed record OccurrenceView(
    int Version, int Number, DateTimeOffset At, DateTimeOffset? DueAt, OccurrenceStatus Status, SkipReason? Reason = null, Guid? NotificationId = null);

/// <summary>The answer to a posted or changed reminder: a pure function of its id and the request, so that a repeat gets the same.</summary>
/// <param name="Occurrences">When each will go, the first 20; those that were over when it was posted are skipped.</param>
public sealed record ReminderAccepted(Guid Id, ReminderState Status, int Version, IReadOnlyList<OccurrenceView> Occurrences, string? Reference);

/// <summary>What a dry run answers.</summary>
public sealed record ReminderPreview(string Status, IReadOnlyList<OccurrenceView> Occurrences, SmsPreview? Sms, EmailPreview? Email);

/// <summary>A reminder as the API shows it to the client that posted it.</summary>
/// <param name="Occurrences">The latest 100 that are settled, then the next 20.</param>
public sealed record ReminderView(
    Guid Id,
    ReminderState Status,
    int Version,
    string Template,
    string? Reference,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    DateTimeOffset? EndedAt,
    string? DueDate,
    DateTimeOffset? DueAt,
    string TimeZone,
    IReadOnlyList<OccurrenceView> Occurrences,
    bool Test);

/// <summary>A reminder in a list.</summary>
/// <param name="NextAt">When it goes next; null when it does not go any more.</param>
public sealed record ReminderSummary(
    Guid Id, ReminderState Status, int Version, string Template, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, DateTimeOffset? NextAt, bool Test);

/// <param name="Next">For <c>after</c> in the request for the next page; null on the last one.</param>
public sealed record ReminderList(IReadOnlyList<ReminderSummary> Items, string? Next);

/// <summary>Shows reminders.</summary>
public sealed class ReminderViews(ReminderStore reminders, WorkingWeek week)
{
    /// <summary>Most occurrences to come that are shown.</summary>
    public const int MostUpcoming = 20;

    public ReminderView Of(StoredReminder reminder)
    {
        var first = reminder.Plan.Due.After(Period.Zero, 0, reminder.Plan.Calendar, reminder.Plan.Zone);
        return new(
            reminder.Id,
            reminder.State,
            reminder.Version,
            reminder.Template,
            reminders.Open(reminder)?.Reference,
            reminder.CreatedAt,
            reminder.ChangedAt,
            reminder.EndedAt,
            LocalDatePattern.Iso.Format(first.Date.WithCalendar(CalendarSystem.Iso)),
            reminder.Plan.Due is Due.On { Time: null } ? null : first.Moment.ToDateTimeOffset(),
            reminder.Plan.Zone.Id,
            Occurrences(reminder),
            reminder.IsTest);
    }

    public ReminderSummary Summary(StoredReminder reminder) => new(
        reminder.Id,
        reminder.State,
        reminder.Version,
        reminder.Template,
        reminder.CreatedAt,
        reminder.ChangedAt,
        reminder is { State: ReminderState.Active, Next: { } next } ? reminder.Plan.From(next, week).First().At.ToDateTimeOffset() : null,
        reminder.IsTest);

    public IReadOnlyList<OccurrenceView> Occurrences(StoredReminder reminder) => [.. reminder.Settled.Select(Settled), .. Upcoming(reminder)];

    private static OccurrenceView Settled(SettledOccurrence entry) => new(
        entry.Version,
        entry.Number,
        entry.At,
        DueAt: null,
        entry.Notification is null ? OccurrenceStatus.Skipped : OccurrenceStatus.Fired,
        entry.Skipped,
        entry.Notification);

    private IEnumerable<OccurrenceView> Upcoming(StoredReminder reminder)
    {
        if (reminder.Next is not { } next)
            return [];
        var (status, reason) = reminder.State switch
        {
            ReminderState.Active or ReminderState.Done => (OccurrenceStatus.Upcoming, (SkipReason?)null),
            ReminderState.Stopped => (OccurrenceStatus.Skipped, SkipReason.Stopped),
            ReminderState.Cancelled => (OccurrenceStatus.Skipped, SkipReason.Cancelled),
        };
        return reminder.Plan.From(next, week).Take(MostUpcoming)
            .Select(o => new OccurrenceView(reminder.Version, o.Number, o.At.ToDateTimeOffset(), o.Due.Moment.ToDateTimeOffset(), status, reason));
    }
}
