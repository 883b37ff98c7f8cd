using System.Text.Json;
using NodaTime;
using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Cases;
using Peyk.Core.Text;

namespace Peyk.Core.Templates;

/// <summary>All that goes into one message besides the template.</summary>
public sealed record RenderContext
{
    /// <summary>The request's <c>data</c>, an object, already validated.</summary>
    public JsonElement Data { get; init; }

    /// <summary>The recipient's zone, in which times are written.</summary>
    public required DateTimeZone Zone { get; init; }

    public required Organisation Organisation { get; init; }

    public PersonName? Recipient { get; init; }

    /// <summary>What the message is about; needed by templates that use <c>case.*</c>.</summary>
    public CaseFacts? Case { get; init; }

    /// <summary>What a reminder reminds of; null for messages that are no reminders.</summary>
    public DueFacts? Due { get; init; }
    /// <summary>What is asked; needed by templates that use <c>survey.*</c>.</summary>
    public SurveyFacts? Survey { get; init; }

    /// <summary>The tone when the template does not fix one.</summary>
    public CaseTone Tone { get; init; }

    public MessageLinks Links { get; init; } = MessageLinks.None;
}

/// <summary>Who sends.</summary>
/// <param name="Names">The name per language.</param>
/// <param name="HelpContacts">Whom to ask, per language, as a sentence or an address; may be empty.</param>
public sealed record Organisation(LocalisedText Names, LocalisedText HelpContacts)
{
    public string Name(LanguageTag language) => Names.In(language) ?? "";

    public string? HelpContact(LanguageTag language) => HelpContacts.In(language);
}

/// <summary>When something is due.</summary>
/// <param name="Date">The day by the recipient's clock.</param>
/// <param name="At">The moment; null when only a day was named.</param>
public sealed record DueFacts(LocalDate Date, Instant? At);

/// <summary>Links at the foot of an e-mail; those that are null are left out.</summary>
public sealed record MessageLinks(Uri? Preferences = null, Uri? Unsubscribe = null, Uri? Verify = null)
{
    public static MessageLinks None { get; } = new();
}

/// <summary>A case in the words of one language.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Step">What is said about the step that is announced.</param>
/// <param name="Code">Its tracking code.</param>
/// <param name="Url">Its tracking page.</param>
public sealed record CaseFacts(string Service, string Step, TrackingCode Code, Uri Url)
{
    /// <summary>When the announced step happened.</summary>
    public Instant? OccurredAt { get; init; }

    /// <summary>What happens now or what to do.</summary>
    public string? Hint { get; init; }

    /// <summary>Name of the next step; null when the case is finished.</summary>
    public string? Next { get; init; }

    /// <summary>The day the next step is promised for.</summary>
    public LocalDate? Expected { get; init; }

    /// <summary>Whom to ask about this service; the organisation's contact holds when null.</summary>
    public string? HelpContact { get; init; }

    /// <summary>Puts together what a message says about a case.</summary>
    /// <param name="service">The service.</param>
    /// <param name="timeline">Where the case stands.</param>
    /// <param name="announced">The step the message announces.</param>
    /// <param name="code">The tracking code.</param>
    /// <param name="url">The tracking page.</param>
    /// <param name="language">The language of the message.</param>
    public static CaseFacts From(
        ServiceDefinition service, CaseTimeline timeline, ServiceStep announced, TrackingCode code, Uri url, Language language) =>
        new(service.Name(language.Tag), announced.Announcement(language.Tag), code, url)
        {
            OccurredAt = timeline.Steps.FirstOrDefault(row => row.Step.Key == announced.Key)?.OccurredAt,
            Hint = announced.NextHint(language.Tag),
            Next = timeline.Next?.Step.Name(language.Tag),
            Expected = timeline.Next?.Expected,
            HelpContact = service.HelpContact(language.Tag),
        };
}

/// <summary>An e-mail ready to be handed over.</summary>
/// <param name="Subject">One line, at most 200 characters, without control characters.</param>
/// <param name="Preheader">The line an inbox shows after the subject; it is in <paramref name="Html"/> already.</param>
/// <param name="Html">A whole HTML document without external parts.</param>
/// <param name="Text">The same in plain text, lines ended by LF.</param>
public sealed record RenderedEmail(string Subject, string Preheader, string Html, string Text);
