using System.Text.Json;
using Microsoft.Extensions.Options;
using Peyk.Core.Cases;
using Peyk.Functions.Clients;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.StatusUpdates;

/// <summary>The answer to an accepted status update: a pure function of its id and the request, so that a repeat gets the same.</summary>
public sealed record StatusUpdateAccepted(Guid Id, string Status, CaseView Case, string? Reference);

/// <summary>What a dry run answers: the update as it would go out, on every channel that the recipient has.</summary>
public sealed record StatusUpdatePreview(string Status, SmsPreview? Sms, EmailPreview? Email);

/// <param name="Encoding"><c>gsm7</c> or <c>ucs2</c>.</param>
public sealed record SmsPreview(string Text, string Encoding, int Units, int Segments);

public sealed record EmailPreview(string Subject, string? Preheader, string Html, string Text);

/// <summary>What came of a posted status update.</summary>
public abstract record StatusUpdateOutcome
{
    private StatusUpdateOutcome()
    {
    }

    public sealed record Accepted(StatusUpdateAccepted Answer, bool Replayed) : StatusUpdateOutcome;

    public sealed record Previewed(StatusUpdatePreview Preview) : StatusUpdateOutcome;

    public sealed record Refused(Problem Problem) : StatusUpdateOutcome;
}

/// <summary>Takes status updates in, from HTTP and from the queue alike.</summary>
public sealed class StatusUpdateIntake(
    Idempotency idempotency,
    Acceptance acceptance,
    MessageComposer composer,
    ServiceCatalog services,
    Links links,
    Keyring keyring,
    IOptions<PeykOptions> options,
    TimeProvider time)
{
    public const string Kind = "status-updates";
    private const string DefaultTemplate = "step";
    private static readonly JsonElement NoData = JsonElement.Parse("{}");

    public async Task<StatusUpdateOutcome> AcceptAsync(Intake intake, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        var errors = new List<FieldError>();
        var draft = Draft(intake, id, errors);
        if (draft is null)
        {
            // A repeat may come when its times are over: it is judged as of the first request.
            if (await idempotency.FindAsync(intake, cancellationToken) is not IdempotencyClaim.Granted earlier
                || Draft(intake, earlier.Id, []) is not { } same)
                return new StatusUpdateOutcome.Refused(Problem.Validation(errors));
            (id, draft) = (earlier.Id, same);
        }

        if (draft.Urgent && !intake.Client.Scopes.Contains(Scopes.Urgent))
            return new StatusUpdateOutcome.Refused(new(403, "forbidden", "The key may not do this.", $"It lacks the scope '{Scopes.Urgent}'."));
        if (intake.DryRun)
            return new StatusUpdateOutcome.Previewed(composer.Preview(draft));
        if (await idempotency.ClaimAsync(intake, id, cancellationToken) is not IdempotencyClaim.Granted granted)
            return new StatusUpdateOutcome.Refused(new(
                422, "idempotency_key_reused", "The idempotency key was used for another request.", "Send a new key with a new request."));
        if (granted.Id != id)
            draft = Draft(intake, granted.Id, []) ?? throw new InvalidOperationException("A request was judged differently when it was repeated.");
        await acceptance.AcceptAsync(draft, cancellationToken);
        var tells = draft.Content.Case!;
        return new StatusUpdateOutcome.Accepted(
            new(draft.Id, "accepted", new CaseView(tells.Code, links.Case(tells.Code)), draft.Content.Reference), granted.Replayed);
    }

    /// <summary>Judges the request and composes what is to be kept, as of the time of <paramref name="id"/>.</summary>
    private NotificationDraft? Draft(Intake intake, Guid id, List<FieldError> errors)
    {
        using var body = RequestBody.Parse(intake.Body, errors);
        if (body is null || StatusUpdateRequest.Read(body.RootElement, NotificationKeys.TimeOf(id), options.Value, errors) is not { } request)
            return null;
        if (services.Find(request.Case.Service) is not { } service)
            errors.Add(new("/case/service", "unknown_value", "No service of that name is defined."));
        else if (service.FindStep(request.Case.Step) is null)
            errors.Add(new("/case/step", "unknown_value", "The service has no step of that name."));
        if (errors.Count > 0)
            return null;

        var language = composer.LanguageFor(request.To.Language);
        var template = request.Template ?? DefaultTemplate;
        var code = request.Case.Code ?? NewCode(id);
        var content = new NotificationContent(
            Commitment.NewSalt(),
            language,
            request.Data?.Clone() ?? NoData,
            request.To.Mobile?.Value,
            request.To.Email?.Value,
            request.To.Name?.Value,
            request.To.TimeZone,
            request.Reference,
            new CaseContent(code.Value, request.Case.Service, request.Case.Step, request.Case.OccurredAt ?? NotificationKeys.TimeOf(id)));
        var draft = new NotificationDraft(
            id,
            new NotificationFacts(intake.Client.Id, Kind, template, language, request.Case.Service, request.Case.Step)
            {
                IdempotencyRow = idempotency.RowOf(intake),
            },
            content,
            request.Channels.Policy,
            request.Channels.For(request.To),
            request.Channels.FallbackAfter,
            request.Times,
            request.Urgent);
        composer.Check(draft, errors);
        return errors.Count > 0 ? null : draft;
    }

    /// <summary>The tracking code of a new case: drawn from the id under a secret, so that a repeat draws the same and nobody guesses it.</summary>
    private TrackingCode NewCode(Guid id)
    {
        var drawn = keyring.LookupMac("tracking-code", id.ToByteArray(bigEndian: true));
        var next = 0;
        return TrackingCode.Generate(below => (int)(BitConverter.ToUInt16(drawn, 2 * next++) % (uint)below));
    }
}
