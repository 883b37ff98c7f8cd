using System.Text.Json;
using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Cases;
using Peyk.Core.Reminders;
using Peyk.Functions.Clients;
using Peyk.Functions.Contacts;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.StatusUpdates;

namespace Peyk.Functions.Reminders;

/// <summary>A good request: the reminder that it makes, and its first message.</summary>
public sealed record ReminderDraft(StoredReminder Reminder, ReminderContent Content, NotificationDraft First);

/// <summary>Judges requests and composes what is to be kept.</summary>
public sealed class ReminderDrafts(
    StopConditions conditions,
    ReminderStore reminders,
    ReminderComposer composer,
    ReminderViews views,
    MessageComposer messages,
    RecipientResolver contacts,
    CaseStore cases,
    Idempotency idempotency,
    WorkingWeek week,
    IOptions<PeykOptions> peyk,
    IOptions<ReminderOptions> options)
{
    private static readonly JsonElement NoData = JsonElement.Parse("{}");

    /// <summary>Judges a request as of a moment. Null, with everything that is wrong with it, when it is not good.</summary>
    public async Task<ReminderDraft?> DraftAsync(
        Intake intake, Guid id, DateTimeOffset now, List<FieldError> errors, CancellationToken cancellationToken)
    {
        using var body = RequestBody.Parse(intake.Body, errors);
        if (body is null || await ReminderRequest.ReadAsync(body.RootElement, conditions, intake.Client.Id, errors, cancellationToken) is not { } request)
            return null;
        var to = await contacts.ResolveAsync(request.To, intake.Client.IsTest, "/to", errors, cancellationToken);
        if (to is not null && request.Channels.For(to).Count == 0)
            errors.Add(new("/to", "no_address", "The recipient has no address on any of the channels."));
        var about = request.Case?.Code is { } code ? await CaseAsync(code, request.Case.Service, intake.Client.Id, errors, cancellationToken) : null;
        var plan = request.Times.In(ZoneOf(to));
        var first = Judge(plan, now, errors);
        return to is null || first is null || errors.Count > 0 ? null : Compose(intake, id, now, request, to, about, plan, first, errors);
    }

    /// <summary>Why the key may not post this; null when it may.</summary>
    public Problem? Refusal(Intake intake, ReminderDraft draft) => draft.Content.Urgent && !intake.Client.Scopes.Contains(Scopes.Urgent)
        ? new(403, "forbidden", "The key may not do this.", $"It lacks the scope '{Scopes.Urgent}'.")
        : null;

    public IReadOnlyList<OccurrenceView> Occurrences(ReminderDraft draft) => views.Occurrences(draft.Reminder);

    public ReminderAccepted Answer(ReminderDraft draft) =>
        new(draft.Reminder.Id, draft.Reminder.State, draft.Reminder.Version, Occurrences(draft), draft.Content.Reference);

    private ReminderDraft? Compose(
        Intake intake, Guid id, DateTimeOffset now, ReminderRequest request, Recipient to, ReminderCase? about, ReminderPlan plan, Occurrence first,
        List<FieldError> errors)
    {
        var given = request.To;
        var content = new ReminderContent(
            request.Data?.Clone() ?? NoData,
            request.Channels.Policy,
            request.Urgent,
            request.StopWhen,
            request.Channels.Order,
            request.Channels.FallbackAfter?.TotalSeconds,
            given.Mobile?.Value,
            given.Email?.Value,
            given.Name?.Value,
            given.Language?.Value,
            given.TimeZone,
            given.ContactId,
            request.Reference,
            about);
        var over = plan.From(0, week).TakeWhile(o => o.Number < first.Number).Select(o => new SettledOccurrence(
            1, o.Number, o.At.ToDateTimeOffset(), o.ExpiresAt.ToDateTimeOffset(), Skipped: SkipReason.TooLate));
        var reminder = new StoredReminder(
            id, intake.Client.Id, request.Template, intake.Client.IsTest, 1, ReminderState.Active, plan, first.Number, [], now,
            reminders.Seal(id, content), reminders.HashesOf(intake.Client.Id, intake.Client.IsTest, content))
        {
            IdempotencyRow = idempotency.RowOf(intake),
        }.With(over);
        var times = new SendingTimes(first.At.ToDateTimeOffset(), first.ExpiresAt.ToDateTimeOffset());
        var message = composer.Draft(reminder, content, to, first, times, now);
        messages.Check(message, errors);
        return errors.Count > 0 ? null : new(reminder, content, message);
    }

    /// <summary>The first occurrence that is still to go; null, with an error, when there is none or the times make no sense.</summary>
    private Occurrence? Judge(ReminderPlan plan, DateTimeOffset now, List<FieldError> errors)
    {
        var due = plan.Due.After(Period.Zero, 0, plan.Calendar, plan.Zone);
        var pointer = plan.Due is Due.At ? "/due/at" : "/due/date";
        if (due.End.ToDateTimeOffset() <= now)
            errors.Add(new(pointer, "range", "The time is over."));
        else if (due.Moment.ToDateTimeOffset() > now + options.Value.LongestAhead)
            errors.Add(new(pointer, "range", $"The time is more than {options.Value.LongestAhead.TotalDays:0} days ahead."));
        if (errors.Count > 0)
            return null;

        foreach (var (i, lead) in plan.Leads.Index())
        {
            if (lead.At(due, plan.Zone, week) > due.End)
                errors.Add(new($"/leads/{i}", "range", "The reminder would go after its due time."));
            else if (plan.Leads.Take(i).Any(other => other.At(due, plan.Zone, week) == lead.At(due, plan.Zone, week)))
                errors.Add(new($"/leads/{i}", "duplicate", "Another lead gives the same time."));
        }

        if (plan.Repeat is not null && plan.Cycle(1, week) is { Count: > 0 } second && second[0].At <= plan.Cycle(0, week)!.LastOrDefault()?.At)
            errors.Add(new("/repeat/every", "range", "The reminders of one time must be over before those of the next begin."));
        else if (plan.Repeat is not null && plan.Cycle(1, week) is null)
            errors.Add(new("/repeat/until", "range", "The repetition ends before it comes to a second time."));
        if (errors.Count > 0)
            return null;
        if (plan.From(0, week).FirstOrDefault(o => o.At.ToDateTimeOffset() > now) is { } first)
            return first;
        errors.Add(new("/leads", "range", "Every lead is over."));
        return null;
    }

    private async Task<ReminderCase?> CaseAsync(
        TrackingCode code, string? service, string clientId, List<FieldError> errors, CancellationToken cancellationToken)
    {
        if (await cases.FindAsync(code, cancellationToken) is not { } head || head.ClientId != clientId)
            errors.Add(new("/case/code", "unknown_value", "No case of yours has this code."));
        else if (service is not null && service != head.Service)
            errors.Add(new("/case/service", "unknown_value", "The case is of another service."));
        else
            return new(code.Value, head.Service);
        return null;
    }

    private DateTimeZone ZoneOf(Recipient? to) =>
        (to?.TimeZone is { } zone ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) : null) ?? DateTimeZoneProviders.Tzdb[peyk.Value.TimeZone];
}
