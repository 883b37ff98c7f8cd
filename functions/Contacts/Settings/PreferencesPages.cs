using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Calendars;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Core.Text;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Pages;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Contacts.Settings;

/// <summary>Writes the settings page. It shows addresses masked only: whoever has the link learns nothing that is of use elsewhere.</summary>
public sealed class PreferencesPages(
    PageLayout layout, PreferencesChanges changes, TopicCatalog topics, LanguageCatalog languages,
    IOptions<ContactOptions> options, IOptions<PeykOptions> peyk, TimeProvider time)
{
    private readonly SendingPolicy _policy = options.Value.ToPolicy(peyk.Value.TimeZone);

    /// <summary>The language of the page: the one asked for, else the contact's own.</summary>
    public Language LanguageOf(Contact contact, Language? chosen) => chosen ?? languages.FindOrDefault(contact.Preferences.Language);

    public Document Form(Contact contact, IReadOnlyList<NewsletterChoice> newsletters, string token, Language? chosen, bool isSaved)
    {
        var language = LanguageOf(contact, chosen);
        var notice = isSaved ? Html.Of($"""<p class="notice success" role="status">{language["preferences.saved"]}</p>""") : Html.Empty;
        var form = PreferencesForm.Of(contact, topics, newsletters, language, languages, time.GetUtcNow());
        return Write(contact, newsletters, token, language, chosen, form, [], notice);
    }

    /// <summary>The form with what was typed, and what is wrong with it.</summary>
    public Document Wrong(
        Contact contact, IReadOnlyList<NewsletterChoice> newsletters, string token, Language? chosen, PreferencesForm form, IReadOnlyList<FormError> errors)
    {
        var language = LanguageOf(contact, chosen);
        var list = errors.Select(error => Html.Of($"""<li><a href="#{error.Field}">{FieldWriter.Say(error, language)}</a></li>"""));
        var notice = Html.Of($"""
            <div class="notice setback" role="alert"><p>{language["preferences.errors"]}</p><ul>{list}</ul></div>
            """);
        return Write(contact, newsletters, token, language, chosen, form, errors, notice);
    }

    public Document Gone(Language language) => Message(language, "preferences.gone", "preferences.goneHint", "setback", "/p/gone");

    public Document TooMany(Language language) => Message(language, "preferences.title", "tracking.tooMany", "setback", "/p/gone");

    public Document Disowned(Language language) => Message(language, "preferences.disowned", "preferences.disownedHint", "success", "/p/not-me/done");

    private Document Message(Language language, string title, string text, string tone, string path) => layout.Render(new(
        language, language[title], path, Html.Of($"""<h1>{language[title]}</h1><p class="notice {tone}">{language[text]}</p>""")));

    private Document Write(
        Contact contact, IReadOnlyList<NewsletterChoice> newsletters, string token, Language language, Language? chosen, PreferencesForm form,
        IReadOnlyList<FormError> errors, Html notice)
    {
        var path = $"/p/{token}";
        var query = chosen is null ? "" : $"?lang={chosen.Tag.Value}";
        var fields = new FieldWriter(language, errors);
        Channel[] channels = [.. Enum.GetValues<Channel>().Where(channel => contact.AddressOn(channel) is not null)];
        var main = Html.Of($"""
            <h1>{language["preferences.title"]}</h1>
            <p class="hint">{language["preferences.intro"]}</p>
            {notice}
            <form class="settings" action="{path}{query}" method="post" novalidate>
            {TopicTable(contact, newsletters, form, language, channels)}
            {First(form, fields, language, channels)}
            {Hours(contact, form, fields, language)}
            {Pause(contact, form, fields, language)}
            {MessageLanguage(form, fields, language)}
            <button type="submit">{language["preferences.save"]}</button>
            </form>
            {NotMe(contact, path, query, language, channels)}
            """);
        return layout.Render(new(language, language["preferences.title"], path, main));
    }

    private Html TopicTable(
        Contact contact, IReadOnlyList<NewsletterChoice> newsletters, PreferencesForm form, Language language, Channel[] channels)
    {
        if (channels.Length == 0)
            return Html.Of($"""<p class="notice">{language["preferences.noAddress"]}</p>""");
        var heads = channels.Select(channel => Html.Of($"""
            <th scope="col" id="c-{channel.ToWord()}">{ChannelName(channel, language)} <bdi dir="ltr" class="masked">{Masked(contact, channel, language)}</bdi></th>
            """));
        var hint = newsletters.Count == 0 ? Html.Empty : Html.Of($"""<p class="hint">{language["newsletters.settingsHint"]}</p>""");
        return Html.Of($"""
            <section aria-labelledby="topics"><h2 id="topics">{language["preferences.topics"]}</h2>
            <table>
            <thead><tr><th scope="col">{language["preferences.topic"]}</th>{heads}</tr></thead>
            <tbody>{topics.Topics.Where(topic => !topic.IsNewsletter).Select(topic => TopicRow(topic, form, language, channels))}{newsletters.Select(choice => NewsletterRow(choice, form, language, channels))}</tbody>
            </table>{hint}</section>
            """);
    }

    private static Html TopicRow(Topic topic, PreferencesForm form, Language language, Channel[] channels)
    {
        var hint = topic.IsMandatory
            ? $"{topic.Description(language.Tag)} {language["preferences.mandatory"]}".Trim()
            : topic.Description(language.Tag);
        var cells = channels.Select(channel =>
        {
            if (topic.IsMandatory)
                return Html.Of($"""<td><span class="always">{language["preferences.always"]}</span></td>""");
            return Box(topic, channel, form);
        });
        return Row(topic, language, hint, cells);
    }

    private static Html NewsletterRow(NewsletterChoice choice, PreferencesForm form, Language language, Channel[] channels)
    {
        var description = choice.Topic.Description(language.Tag);
        var hint = choice.IsPending ? $"{description} {language["newsletters.pending"]}".Trim() : description;
        return Row(choice.Topic, language, hint, channels.Select(channel => channel == Channel.Email ? Box(choice.Topic, channel, form) : Html.Of($"<td></td>")));
    }

    private static Html Row(Topic topic, Language language, string? hint, IEnumerable<Html> cells) => Html.Of(
        $"""<tr><th scope="row"><span id="t-{topic.Key}">{topic.Name(language.Tag)}</span> <span class="hint" id="d-{topic.Key}">{hint}</span></th>{cells}</tr>""");

    private static Html Box(Topic topic, Channel channel, PreferencesForm form)
    {
        var box = PreferencesForm.Box(topic, channel);
        return Html.Of($"""
            <td><label class="box"><input type="checkbox" name="wanted" value="{box}" aria-labelledby="t-{topic.Key} c-{channel.ToWord()}" aria-describedby="d-{topic.Key}"{FieldWriter.Flag("checked", form.Wanted.Contains(box))}></label><input type="hidden" name="shown" value="{box}"></td>
            """);
    }

    private static Html First(PreferencesForm form, FieldWriter fields, Language language, Channel[] channels)
    {
        // Nothing to choose from: what was chosen before stays.
        if (channels.Length < 2)
            return Html.Of($"""<input type="hidden" name="first" value="{form.First}">""");
        var choices = channels.Select(channel => fields.Radio("first", channel.ToWord(), form.First, ChannelName(channel, language)));
        return fields.Group("preferences.first", "preferences.firstHint", null, [fields.Radio("first", "", form.First, language["preferences.firstUsual"]), .. choices]);
    }

    private Html Hours(Contact contact, PreferencesForm form, FieldWriter fields, Language language)
    {
        var usual = _policy.QuietHours == QuietHours.None
            ? language["preferences.hoursUsualNone"]
            : language.Say("preferences.hoursUsual", ("from", language.Format(_policy.QuietHours.From)), ("to", language.Format(_policy.QuietHours.To)));
        var quiet = string.Join(language["preferences.listSeparator"], _policy.QuietChannels.Order().Select(channel => ChannelName(channel, language)));
        var hint = language.Say("preferences.hoursHint", ("channels", quiet), ("zone", PersianText.IsolateLeftToRight(changes.ZoneOf(contact).Id)));
        var times = Html.Of($"""
            <div class="pair">{fields.Text("from", "preferences.from", form.From, "preferences.timeHint", language.Format(new LocalTime(22, 30)))}{fields.Text("to", "preferences.to", form.To, "preferences.timeHint", language.Format(new LocalTime(7, 0)))}</div>
            """);
        return fields.Group("preferences.hours", null, hint,
            [fields.Radio("hours", "usual", form.Hours, usual), fields.Radio("hours", "none", form.Hours, language["preferences.hoursNone"]), fields.Radio("hours", "own", form.Hours, language["preferences.hoursOwn"]), times]);
    }

    private Html Pause(Contact contact, PreferencesForm form, FieldWriter fields, Language language)
    {
        var today = changes.Today(contact);
        string Offer(string pause) =>
            language.Say($"preferences.pause.{pause}", ("date", language.Format(Pauses.Until(pause, today.Date, language), DateStyle.Full)));
        List<Html> choices = [fields.Radio("pause", "none", form.Pause, language["preferences.pause.none"])];
        if (contact.Preferences.PausedUntil is { } until && until > time.GetUtcNow())
        {
            var day = Instant.FromDateTimeOffset(until).InZone(today.Zone).Date;
            choices.Add(fields.Radio("pause", "keep", form.Pause, language.Say("preferences.pause.keep", ("date", language.Format(day, DateStyle.Full)))));
        }

        choices.AddRange([fields.Radio("pause", "week", form.Pause, Offer("week")), fields.Radio("pause", "month", form.Pause, Offer("month")), fields.Radio("pause", "date", form.Pause, language["preferences.pause.date"])]);
        choices.Add(fields.Text("until", "preferences.until", form.Until, "preferences.untilHint", language.Format(today.Date.PlusWeeks(2), DateStyle.Short)));
        return fields.Group("preferences.pause", "preferences.pauseHint", null, choices);
    }

    private Html MessageLanguage(PreferencesForm form, FieldWriter fields, Language language)
    {
        var choices = languages.Languages.OrderBy(other => other.Tag.Value, StringComparer.Ordinal).Select(other => Html.Of(
            $"""<option value="{other.Tag.Value}" lang="{other.Tag.Value}"{FieldWriter.Flag("selected", form.Language == other.Tag.Value)}>{other.Name}</option>"""));
        return Html.Of($"""
            <section><h2><label for="language">{language["preferences.language"]}</label></h2>
            {fields.Error("language")}<select id="language" name="language"{fields.Described("language", null)}>{choices}</select></section>
            """);
    }

    private static Html NotMe(Contact contact, string path, string query, Language language, Channel[] channels)
    {
        if (channels.Length == 0)
            return Html.Empty;
        var forms = channels.Select(channel => Html.Of($"""
            <form action="{path}/not-me{query}" method="post"><input type="hidden" name="channel" value="{channel.ToWord()}">
            <button type="submit" class="danger">{language.Say("preferences.disown", ("channel", ChannelName(channel, language)))} <bdi dir="ltr">{Masked(contact, channel, language)}</bdi></button></form>
            """));
        return Html.Of($"""
            <details class="help"><summary>{language["preferences.notMe"]}</summary>
            <p>{language["preferences.notMeHint"]}</p>
            {forms}</details>
            """);
    }

    private static string Masked(Contact contact, Channel channel, Language language) => channel switch
    {
        Channel.Sms => $"•••• {language.LocaliseDigits(contact.Mobile!.Value[^4..])}",
        Channel.Email => contact.Email!.Masked,
    };

    private static string ChannelName(Channel channel, Language language) => language[$"channel.{channel.ToWord()}"];
}
