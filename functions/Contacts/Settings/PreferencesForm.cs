using System.Collections.Immutable;
using NodaTime;
using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Contacts.Settings;

/// <summary>The fields of the settings page as they stand in it, so that what was typed wrongly can be mended where it was typed.</summary>
/// <param name="Wanted">The boxes that are ticked, each <c>topic.channel</c>.</param>
/// <param name="First">The channel that is tried first; empty for the usual order.</param>
/// <param name="Hours"><c>usual</c>, <c>own</c> or <c>none</c>.</param>
/// <param name="Pause"><c>none</c>, <c>keep</c>, <c>week</c>, <c>month</c> or <c>date</c>.</param>
/// <param name="Language">Tag of the language of messages.</param>
public sealed record PreferencesForm(
    IReadOnlySet<string> Wanted, string First, string Hours, string From, string To, string Pause, string Until, string Language)
{
    /// <summary>The fields of a contact as it is.</summary>
    /// <param name="newsletters">Those that the page offers.</param>
    public static PreferencesForm Of(
        Contact contact, TopicCatalog topics, IReadOnlyList<NewsletterChoice> newsletters, Language language, LanguageCatalog languages, DateTimeOffset now)
    {
        var preferences = contact.Preferences;
        var wanted = from topic in topics.Topics
                     where !topic.IsNewsletter
                     from channel in Enum.GetValues<Channel>()
                     where preferences.Wants(topic.Key, channel)
                     select Box(topic, channel);
        var own = preferences.QuietHours is { } hours && hours != QuietHours.None ? hours : null;
        return new(
            wanted.Concat(newsletters.Where(n => n.IsWanted).Select(n => Box(n.Topic, Channel.Email))).ToHashSet(StringComparer.Ordinal),
            preferences.Order.IsEmpty ? "" : preferences.Order[0].ToWord(),
            preferences.QuietHours is null ? "usual" : own is null ? "none" : "own",
            own is null ? "" : language.Format(own.From),
            own is null ? "" : language.Format(own.To),
            preferences.PausedUntil > now ? "keep" : "none",
            "",
            languages.FindOrDefault(preferences.Language).Tag.Value);
    }

    public static PreferencesForm Read(IFormCollection form) => new(
        form["wanted"].OfType<string>().ToHashSet(StringComparer.Ordinal),
        form["first"].ToString(), form["hours"].ToString(), form["from"].ToString(), form["to"].ToString(),
        form["pause"].ToString(), form["until"].ToString(), form["language"].ToString());

    public static string Box(Topic topic, Channel channel) => $"{topic.Key}.{channel.ToWord()}";
}

/// <summary>One field that is wrong.</summary>
/// <param name="Field">The id of its element.</param>
/// <param name="Message">Key of the words that say what is wrong.</param>
public sealed record FormError(string Field, string Message);

/// <summary>Turns the fields of the settings page into preferences.</summary>
public sealed class PreferencesReader(TopicCatalog topics, LanguageCatalog languages)
{
    /// <summary>The contact's preferences as the form asks for them; what the form does not show stays as it was.</summary>
    /// <param name="shown">The boxes that stood on the page: what was not there cannot have been unticked.</param>
    /// <param name="language">The language of the page, in whose calendar dates are typed.</param>
    /// <param name="today">By the contact's clock.</param>
    /// <param name="errors">What is wrong, all at once; the preferences are of no use then.</param>
    public Preferences Read(
        Preferences before, PreferencesForm form, IReadOnlySet<string> shown, Language language, ZonedDateTime today, List<FormError> errors)
    {
        var boxes = (from topic in topics.Topics
                     where !topic.IsMandatory && !topic.IsNewsletter
                     from channel in Enum.GetValues<Channel>()
                     let box = PreferencesForm.Box(topic, channel)
                     where shown.Contains(box)
                     select (OptOut: new OptOut(topic.Key, channel), IsWanted: form.Wanted.Contains(box))).ToList();
        var kept = before.OptOuts.Where(optOut => !boxes.Exists(box => box.OptOut == optOut));
        return before with
        {
            OptOuts = [.. kept, .. boxes.Where(box => !box.IsWanted).Select(box => box.OptOut)],
            Order = ReadOrder(before, form, errors),
            QuietHours = ReadHours(form, errors),
            PausedUntil = ReadPause(before, form, language, today, errors),
            Language = LanguageTag.TryParse(form.Language, out var tag, out _) && languages.Find(tag) is { } found
                ? found.Tag
                : Wrong<LanguageTag>("language", "preferences.badChoice", errors),
        };
    }

    private static ImmutableArray<Channel> ReadOrder(Preferences before, PreferencesForm form, List<FormError> errors)
    {
        if (form.First.Length == 0)
            return [];
        if (!SnakeCase.TryFromWord<Channel>(form.First, out var first))
        {
            errors.Add(new("first-", "preferences.badChoice"));
            return [];
        }

        // The others stay in the order in which they were.
        return [first, .. before.Order.Where(channel => channel != first)];
    }

    private static QuietHours? ReadHours(PreferencesForm form, List<FormError> errors)
    {
        switch (form.Hours)
        {
            case "usual":
                return null;
            case "none":
                return QuietHours.None;
            case "own":
                var (from, to) = (DateInput.ReadTime(form.From), DateInput.ReadTime(form.To));
                if (from is null)
                    errors.Add(new("from", "preferences.badTime"));
                if (to is null)
                    errors.Add(new("to", "preferences.badTime"));
                if (from is null || to is null)
                    return null;
                return QuietHours.TryParse($"{from:HH:mm}-{to:HH:mm}", out var hours, out _) ? hours : Wrong<QuietHours>("to", "preferences.sameTimes", errors);
            default:
                return Wrong<QuietHours>("hours-usual", "preferences.badChoice", errors);
        }
    }

    private static DateTimeOffset? ReadPause(
        Preferences before, PreferencesForm form, Language language, ZonedDateTime today, List<FormError> errors)
    {
        switch (form.Pause)
        {
            case "none":
                return null;
            case "keep":
                return before.PausedUntil;
            case "week" or "month":
                return StartOf(Pauses.Until(form.Pause, today.Date, language), today.Zone);
            case "date":
                return ReadUntil(form, language, today, errors);
            default:
                errors.Add(new("pause-none", "preferences.badChoice"));
                return null;
        }
    }

    private static DateTimeOffset? ReadUntil(PreferencesForm form, Language language, ZonedDateTime today, List<FormError> errors)
    {
        var until = DateInput.ReadDate(form.Until, language)?.WithCalendar(CalendarSystem.Iso);
        if (until > today.Date && until <= today.Date.PlusYears(1))
            return StartOf(until.Value, today.Zone);
        errors.Add(new("until", until is null ? "preferences.badDate" : "preferences.dateRange"));
        return null;
    }

    private static DateTimeOffset StartOf(LocalDate date, DateTimeZone zone) =>
        zone.AtStartOfDay(date.WithCalendar(CalendarSystem.Iso)).ToDateTimeOffset().ToUniversalTime();

    private static T? Wrong<T>(string field, string message, List<FormError> errors)
        where T : class
    {
        errors.Add(new(field, message));
        return null;
    }
}

/// <summary>How long the pauses last that are offered.</summary>
public static class Pauses
{
    /// <summary>The first day on which messages come again. A month is one of the language's calendar.</summary>
    public static LocalDate Until(string pause, LocalDate today, Language language) => pause == "week"
        ? today.PlusWeeks(1)
        : today.WithCalendar(language.Calendar).PlusMonths(1);
}
