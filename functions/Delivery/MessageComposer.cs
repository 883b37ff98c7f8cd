using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;
using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Cases;
using Peyk.Core.Deliveries;
using Peyk.Core.Surveys;
using Peyk.Core.Templates;
using Peyk.Core.Text;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.StatusUpdates;

namespace Peyk.Functions.Delivery;

/// <summary>Turns what is stored into the messages that go out. A pure function of content and definitions.</summary>
public sealed class MessageComposer(
    TemplateCatalog templates, LanguageCatalog languages, ServiceCatalog services, SurveyCatalog surveys, WorkingWeek week,
    PageTokens tokens, Links links, IOptions<PeykOptions> options)
{
    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[options.Value.TimeZone];
    private readonly Organisation _organisation = new(
        new LocalisedText(options.Value.Organisation, languages.Default.Tag), new LocalisedText(options.Value.HelpContact, languages.Default.Tag));

    /// <summary>The language in which a recipient is written to: the wished one if there are files for it, else the default.</summary>
    public string LanguageFor(LanguageTag? wished) => languages.FindOrDefault(wished).Tag.Value;

    public SmsText Sms(StoredNotification stored, NotificationContent content) => Sms(stored.Facts, content);

    public RenderedEmail Email(StoredNotification stored, NotificationContent content) => content.Mail ?? Email(stored.Facts, content);

    /// <summary>Everything that would keep a draft from being sent, found before it is accepted.</summary>
    public void Check(NotificationDraft draft, List<FieldError> errors)
    {
        if (templates.Find(draft.Facts.Kind, draft.Facts.Template, LanguageTag.Parse(draft.Facts.Language)) is not { } template)
        {
            errors.Add(new("/template", "unknown_value", "There is no template of that name for this kind."));
            return;
        }

        errors.AddRange(template.Validate(draft.Content.Data).Select(p => new FieldError(p.Pointer, p.Code, p.Detail)));
        if (errors.Count > 0 || !draft.Channels.Contains(Channel.Sms))
            return;
        if (!template.HasSms)
            errors.Add(new("/template", "no_sms", "The template has no SMS text."));
        else if (Sms(draft.Facts, draft.Content).IsTooLong)
            errors.Add(new("/data", "sms_too_long", $"The SMS would be longer than {SmsText.Longest} characters."));
    }

    /// <summary>The draft on every channel that it would use.</summary>
    public StatusUpdatePreview Preview(NotificationDraft draft)
    {
        var sms = draft.Channels.Contains(Channel.Sms) ? Sms(draft.Facts, draft.Content) : null;
        var email = draft.Channels.Contains(Channel.Email) ? Email(draft.Facts, draft.Content) : null;
        return new(
            "valid",
            sms is null ? null : new(sms.Text, sms.Encoding == SmsEncoding.Gsm7 ? "gsm7" : "ucs2", sms.Units, sms.Segments),
            email is null ? null : new(email.Subject, email.Preheader, email.Html, email.Text));
    }

    private SmsText Sms(NotificationFacts facts, NotificationContent content) => Find(facts).RenderSms(Context(facts, content));

    private RenderedEmail Email(NotificationFacts facts, NotificationContent content) => Find(facts).RenderEmail(Context(facts, content));

    private Template Find(NotificationFacts facts) =>
        templates.Find(facts.Kind, facts.Template, LanguageTag.Parse(facts.Language))
        ?? throw new InvalidOperationException($"The template {facts.Kind}/{facts.Template} is gone.");

    private RenderContext Context(NotificationFacts facts, NotificationContent content)
    {
        var language = languages.FindOrDefault(LanguageTag.Parse(facts.Language));
        var zone = content.TimeZone is null ? _zone : DateTimeZoneProviders.Tzdb.GetZoneOrNull(content.TimeZone) ?? _zone;
        var context = new RenderContext
        {
            Data = content.Data,
            Zone = zone,
            Organisation = _organisation,
            Recipient = content.Name is null ? null : PersonName.Parse(content.Name),
            Links = new MessageLinks(Preferences: content.PreferencesLink is { } link ? new Uri(link) : null),
            Due = content.Due is { } due
                ? new(LocalDatePattern.Iso.Parse(due.Date).Value, due.At is { } at ? Instant.FromDateTimeOffset(at) : null)
                : null,
        };
        if (content.Feedback is { } feedback)
            context = context with { Survey = Ask(feedback, language) };
        return content.Case is { } tells ? About(context, tells, language) : context;
    }

    private SurveyFacts Ask(FeedbackContent feedback, Language language)
    {
        var survey = surveys.Find(feedback.Survey) ?? throw new InvalidOperationException($"The survey {feedback.Survey} is gone.");
        var token = tokens.Make(PagePurpose.Feedback, feedback.Request);
        return SurveyFacts.From(survey, language, score => new Uri(links.Feedback(token, score)), survey.IsForSms);
    }

    private RenderContext About(RenderContext context, CaseContent tells, Language language)
    {
        var service = services.Find(tells.Service) ?? throw new InvalidOperationException($"The service {tells.Service} is gone.");
        var code = TrackingCode.Parse(tells.Code);
        var url = new Uri(links.Case(tells.Code));
        if (tells.Step.Length == 0)
            return context with { Case = new(service.Name(language.Tag), "", code, url) { HelpContact = service.HelpContact(language.Tag) } };
        var step = service.FindStep(tells.Step) ?? throw new InvalidOperationException($"The service {tells.Service} lost its step {tells.Step}.");
        var happened = new StepEvent(tells.Step, Instant.FromDateTimeOffset(tells.OccurredAt), 0);
        var timeline = CaseTimeline.Build(service, [happened], _zone, week);
        var facts = CaseFacts.From(service, timeline, step, code, url, language);
        // What would follow from a step does not follow when it is taken back.
        return tells.Withdrawn
            ? context with { Case = facts with { OccurredAt = null, Hint = null, Next = null, Expected = null } }
            : context with { Case = facts, Tone = step.Tone };
    }
}
