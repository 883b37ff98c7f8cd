using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Contacts;
using Peyk.Core.Newsletters;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Newsletters.Subscriptions.Pages;

/// <summary>Writes the pages of newsletters. They show an address masked only, and nobody's name.</summary>
public sealed class SubscriptionPages(PageLayout layout, SubscriptionStore subscriptions, TopicCatalog topics)
{
    public const string All = "all";
    public const string Again = "again";

    /// <summary>The field that only programs fill in.</summary>
    public const string Trap = "website";

    private const string One = "one";

    /// <param name="wrong">What was typed and is no address; null when nothing was.</param>
    public Document Subscribe(Topic topic, Language language, string? wrong = null)
    {
        var name = topic.Name(language.Tag);
        var notice = wrong is null ? Html.Empty : Html.Of($"""<p class="notice setback" id="wrong" role="alert">{language["newsletters.badEmail"]}</p>""");
        var described = wrong is null ? Html.Of($""" aria-describedby="hint" """) : Html.Of($""" aria-describedby="wrong hint" aria-invalid="true" """);
        var main = Html.Of($"""
            <p class="eyebrow">{language["newsletters.eyebrow"]}</p>
            <h1>{name}</h1>
            <p class="hint">{topic.Description(language.Tag)}</p>
            {notice}
            <form action="/s/{topic.Key}?lang={language.Tag.Value}" method="post" novalidate>
            <label for="email">{language["newsletters.email"]}</label>
            <p class="hint" id="hint">{language["newsletters.emailHint"]}</p>
            <input id="email" name="email" value="{wrong}" type="email" dir="ltr" required maxlength="254" autocomplete="email" autocapitalize="none" spellcheck="false"{described}>
            <div class="trap" aria-hidden="true"><label for="{Trap}">{language["newsletters.trap"]}</label><input id="{Trap}" name="{Trap}" type="text" tabindex="-1" autocomplete="off"></div>
            <button type="submit">{language["newsletters.subscribe"]}</button>
            </form>
            """);
        return layout.Render(new(language, name, $"/s/{topic.Key}", main));
    }

    public Document LookIntoMailbox(Topic topic, Language language) => Message(
        language, $"/s/{topic.Key}/done", language["newsletters.look"], "success",
        Html.Of($"""<p>{language.Say("newsletters.lookText", ("topic", topic.Name(language.Tag)))}</p>"""));

    public Document NoTopic(Language language) =>
        Message(language, "/s/none", language["newsletters.noTopic"], "setback", Html.Of($"<p>{language["newsletters.noTopicHint"]}</p>"));

    public Document TooMany(Topic topic, Language language) =>
        Message(language, $"/s/{topic.Key}", topic.Name(language.Tag), "setback", Html.Of($"<p>{language["tracking.tooMany"]}</p>"));

    public Document TooMany(Language language) =>
        Message(language, "/u/gone", language["newsletters.eyebrow"], "setback", Html.Of($"<p>{language["tracking.tooMany"]}</p>"));

    public Document Gone(Language language) =>
        Message(language, "/u/gone", language["preferences.gone"], "setback", Html.Of($"<p>{language["newsletters.goneHint"]}</p>"));

    /// <param name="standing">What confirming would come to, or came to.</param>
    public Document Confirm(Subscription subscription, ConfirmOutcome standing, string token, Language language)
    {
        var (path, topic) = ($"/c/{token}", NameOf(subscription, language));
        if (standing != ConfirmOutcome.Confirmed)
            return Message(language, path, language["newsletters.tooLate"], "setback", Html.Of($"<p>{language["newsletters.tooLateText"]}</p>{SubscribeLink(subscription, language)}"));
        if (subscription.State == SubscriptionState.Confirmed)
            return Message(language, path, language["newsletters.confirmed"], "success", Html.Of($"<p>{language.Say("newsletters.confirmedText", ("topic", topic))}</p>"));
        return Sheet(language, path, language["newsletters.confirm"], Html.Of($"""
            <p class="hint">{language.Say("newsletters.confirmText", ("topic", topic))} {Address(subscription)}</p>
            <form action="{path}?lang={language.Tag.Value}" method="post"><button type="submit">{language["newsletters.confirmButton"]}</button></form>
            <p class="hint after">{language["newsletters.notYou"]}</p>
            """));
    }

    /// <param name="others">How many other newsletters go to the address.</param>
    public Document Unsubscribe(Subscription subscription, int others, string token, Language language)
    {
        var (path, topic) = ($"/u/{token}", NameOf(subscription, language));
        var all = others == 0 ? Html.Empty : Form(path, language, All, language["newsletters.unsubscribeAll"], isQuiet: true);
        if (subscription.State == SubscriptionState.Unsubscribed)
        {
            var again = subscription.CanResume
                ? Html.Of($"""<p class="hint after">{language["newsletters.againHint"]}</p>{Form(path, language, Again, language["newsletters.again"], isQuiet: true)}""")
                : SubscribeLink(subscription, language);
            return Sheet(language, path, language["newsletters.ended"], Html.Of($"""
                <div class="notice success" role="status"><p>{language.Say("newsletters.endedText", ("topic", topic))}</p></div>
                {again}{all}
                """));
        }

        return Sheet(language, path, topic, Html.Of($"""
            <p class="hint">{language.Say("newsletters.unsubscribeText", ("topic", topic))} {Address(subscription)}</p>
            {Form(path, language, One, language["newsletters.unsubscribe"], isQuiet: false)}{all}
            """));
    }

    private static Html Form(string path, Language language, string action, string label, bool isQuiet)
    {
        var style = isQuiet ? Html.Of($""" class="quiet" """) : Html.Empty;
        return Html.Of($"""
            <form action="{path}?lang={language.Tag.Value}" method="post"><input type="hidden" name="action" value="{action}"><button type="submit"{style}>{label}</button></form>
            """);
    }

    private Html SubscribeLink(Subscription subscription, Language language) => topics.FindNewsletter(subscription.Topic) is { } topic
        ? Html.Of($"""<p class="after"><a href="/s/{topic.Key}?lang={language.Tag.Value}">{language["newsletters.subscribeAnew"]}</a></p>""")
        : Html.Empty;

    private Html Address(Subscription subscription) => subscriptions.Open(subscription) is { } subscriber
        ? Html.Of($"""<bdi dir="ltr">{EmailAddress.Parse(subscriber.Email).Masked}</bdi>""")
        : Html.Empty;

    // A topic may be defined no more; its key is better than nothing.
    private string NameOf(Subscription subscription, Language language) => topics.Find(subscription.Topic)?.Name(language.Tag) ?? subscription.Topic;

    private Document Message(Language language, string path, string title, string tone, Html text) =>
        Sheet(language, path, title, Html.Of($"""<div class="notice {tone}">{text}</div>"""));

    private Document Sheet(Language language, string path, string title, Html content) => layout.Render(new(
        language, title, path, Html.Of($"""
            <p class="eyebrow">{language["newsletters.eyebrow"]}</p>
            <h1>{title}</h1>
            {content}
            """)));
}
