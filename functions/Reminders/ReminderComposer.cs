using NodaTime;
using Peyk.Core.Addresses;
using Peyk.Core.Reminders;
using Peyk.Functions.Contacts;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Reminders;

/// <summary>Makes a notification of an occurrence.</summary>
public sealed class ReminderComposer(MessageComposer composer, RecipientResolver contacts, DerivedIds ids)
{
    /// <summary>Who gets it now; null when the contact is gone.</summary>
    public Task<Recipient?> RecipientAsync(ReminderContent content, bool isTest, CancellationToken cancellationToken) =>
        contacts.ResolveAsync(Given(content), isTest, "/to", [], cancellationToken);

    public static ChannelChoice ChannelsOf(ReminderContent content) =>
        new(content.Policy, content.Order, content.FallbackSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

    /// <summary>The notification that an occurrence becomes: whoever fires it, however often, makes the same.</summary>
    public Guid IdOf(StoredReminder reminder, Occurrence occurrence) =>
        ids.Of(occurrence.At.ToDateTimeOffset(), "reminder", $"{reminder.Id:D}/{reminder.Version}/{occurrence.Number}");

    /// <param name="times">When it may be sent.</param>
    /// <param name="now">When it is taken over.</param>
    public NotificationDraft Draft(
        StoredReminder reminder, ReminderContent content, Recipient to, Occurrence occurrence, SendingTimes times, DateTimeOffset now)
    {
        var language = composer.LanguageFor(to.Language);
        var channels = ChannelsOf(content);
        return new(
            IdOf(reminder, occurrence),
            new NotificationFacts(reminder.ClientId, ReminderIntake.Kind, reminder.Template, language, content.Case?.Service, IsTest: reminder.IsTest),
            new NotificationContent(
                Commitment.NewSalt(),
                language,
                content.Data,
                to.Mobile?.Value,
                to.Email?.Value,
                to.Name?.Value,
                to.TimeZone,
                content.Reference,
                content.Case is { } about ? new CaseContent(about.Code, about.Service, "", reminder.CreatedAt) : null,
                to.ContactId)
            {
                Due = DueOf(reminder.Plan, occurrence.Due),
            },
            channels.Policy,
            channels.For(to),
            channels.FallbackAfter,
            times,
            content.Urgent)
        {
            TakenOverAt = now,
        };
    }

    private static DueContent DueOf(ReminderPlan plan, DueMoment due) => new(
        NodaTime.Text.LocalDatePattern.Iso.Format(due.Date.WithCalendar(CalendarSystem.Iso)),
        plan.Due is Due.On { Time: null } ? null : due.Moment.ToDateTimeOffset());

    private static Recipient Given(ReminderContent content) => new(
        content.Mobile is { } mobile ? PhoneNumber.Parse(mobile) : null,
        content.Email is { } email ? EmailAddress.Parse(email) : null,
        content.Name is { } name ? PersonName.Parse(name) : null,
        content.Language is { } language ? LanguageTag.Parse(language) : null,
        content.TimeZone)
    {
        ContactId = content.ContactId,
    };
}
