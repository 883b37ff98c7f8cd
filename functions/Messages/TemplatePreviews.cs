using System.Text.Json;
using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Cases;
using Peyk.Core.Deliveries;
using Peyk.Core.Surveys;
using Peyk.Core.Templates;
using Peyk.Functions.Clients;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.StatusUpdates;

namespace Peyk.Functions.Messages;

/// <summary>Fills templates in with given or exemplary values, by the same code that composes what is sent.</summary>
public sealed class TemplatePreviews(
    TemplateCatalog templates, LanguageCatalog languages, ServiceCatalog services, SurveyCatalog surveys, MessageComposer composer, TimeProvider time)
{
    private const string ExampleCode = "EXAMPLE-0000";

    /// <summary>The preview, or what is wrong with the request.</summary>
    public (TemplatePreview? Preview, Problem? Problem) Render(string kind, string name, Intake intake)
    {
        if (templates.Find(kind, name) is not { } template)
            return (null, Problem.NotFound);
        var errors = new List<FieldError>();
        using var body = RequestBody.Parse(intake.Body, errors);
        var request = body is null ? null : Read(body.RootElement, errors);
        if (request is null || errors.Count > 0)
            return (null, Problem.Validation(errors));

        var draft = Draft(intake.Client, template, request);
        composer.Check(draft, errors);
        if (errors.Count > 0)
            return (null, Problem.Validation(errors));
        var preview = composer.Preview(draft);
        return (new(draft.Facts.Language, preview.Sms, preview.Email), null);
    }

    private PreviewRequest? Read(JsonElement body, List<FieldError> errors)
    {
        if (RequestReader.Root(body, errors) is not { } reader)
            return null;
        var language = reader.Value<LanguageTag>("language", LanguageTag.TryParse);
        if (language is not null && languages.Find(language) is null)
            reader.Refuse("language", "unknown_value", $"There are templates in: {string.Join(", ", languages.Languages.Select(l => l.Tag.Value))}.");
        var name = reader.Value<PersonName>("name", PersonName.TryParse);
        var tells = reader.Object("case") is { } inner ? CaseRequest.Read(inner, time.GetUtcNow()) : null;
        if (tells is { Service.Length: > 0, Step.Length: > 0 })
        {
            if (services.Find(tells.Service) is not { } service)
                errors.Add(new("/case/service", "unknown_value", "No service of that name is defined."));
            else if (service.FindStep(tells.Step) is null)
                errors.Add(new("/case/step", "unknown_value", "The service has no step of that name."));
        }

        var data = reader.RawObject("data");
        reader.Close();
        return new(language, name, tells, data?.Clone());
    }

    private NotificationDraft Draft(ApiClient client, Template template, PreviewRequest request)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var language = composer.LanguageFor(request.Language);
        var tells = template.NeedsCase || request.Case is not null ? Case(request.Case, now) : null;
        var data = request.Data ?? (templates.Find(template.Kind, template.Name, LanguageTag.Parse(language)) ?? template).ExampleData;
        return new(
            id,
            new(client.Id, template.Kind, template.Name, language, tells?.Service, tells?.Step),
            new(Commitment.NewSalt(), language, data, Name: request.Name?.Value, Case: tells, Due: ExampleDue(now),
                Feedback: template.NeedsSurvey ? new(id, ExampleSurvey) : null),
            ChannelPolicy.All,
            template.HasSms ? [Channel.Sms, Channel.Email] : [Channel.Email],
            FallbackAfter: null,
            new SendingTimes(null, now),
            Urgent: false);
    }

    /// <summary>One that is short enough for SMS, so that its texts are seen too.</summary>
    private string ExampleSurvey => surveys.Surveys.OrderByDescending(s => s.IsForSms).ThenBy(s => s.Key, StringComparer.Ordinal).First().Key;

    /// <summary>In a week; only reminders tell of it.</summary>
    private static DueContent ExampleDue(DateTimeOffset now)
    {
        var at = new DateTimeOffset(now.UtcDateTime.Date.AddDays(7).AddHours(9), TimeSpan.Zero);
        return new(NodaTime.Text.LocalDatePattern.Iso.Format(NodaTime.LocalDate.FromDateTime(at.Date)), at);
    }

    private CaseContent Case(CaseRequest? given, DateTimeOffset now)
    {
        if (given is not null)
            return new(given.Code?.Value ?? ExampleCode, given.Service, given.Step, given.OccurredAt ?? now);
        var service = services.Services.OrderBy(s => s.Key, StringComparer.Ordinal).First();
        return new(ExampleCode, service.Key, service.Steps[0].Key, now);
    }

    private sealed record PreviewRequest(LanguageTag? Language, PersonName? Name, CaseRequest? Case, JsonElement? Data);
}
