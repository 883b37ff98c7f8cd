using System.Text.Json;
using Microsoft.Extensions.Options;
using Peyk.Core.Cases;
using Peyk.Functions.Clients;
using Peyk.Functions.Contacts;
using Peyk.Functions.Delivery;
using Peyk.Functions.Feedback;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.StatusUpdates;

/// <summary>The answer to an accepted status update: a pure function of its id and the request, so that a repeat gets the same.</summary>
/// <param name="Status"><c>accepted</c>, or <c>recorded</c> when the step was entered and nobody is told.</param>
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

/// <summary>What a good request asks for: a step of a case and, unless <paramref name="Notify"/> is false, a message about it.</summary>
internal sealed record StatusUpdateDraft(CaseReport Case, NotificationDraft Notification, bool Notify);

/// <summary>Takes status updates in, from HTTP and from the queue alike.</summary>
public sealed class StatusUpdateIntake(
    Idempotency idempotency,
    CaseRegister cases,
    Acceptance acceptance,
    MessageComposer composer,
    RecipientResolver recipients,
    CaseFeedback feedback,
    ServiceCatalog services,
    Links links,
    IOptions<PeykOptions> options,
    TimeProvider time) : INotificationKind
{
    public const string Kind = "status-updates";
    public const string Accepted = "accepted";
    public const string Recorded = "recorded";
    private const string DefaultTemplate = "step";
    private const string WithdrawnTemplate = "correction";
    private static readonly JsonElement NoData = JsonElement.Parse("{}");

    public string Name => Kind;

    public string Scope => Scopes.StatusUpdates;

    public async Task<TakenIn> TakeInAsync(Intake intake, CancellationToken cancellationToken) =>
        await AcceptAsync(intake with { DryRun = false }, cancellationToken) switch
        {
            StatusUpdateOutcome.Accepted accepted => new(accepted.Answer.Id, accepted.Answer.Case.Code),
            StatusUpdateOutcome.Refused refused => new(Guid.Empty, Refusal: refused.Problem),
            _ => throw new InvalidOperationException("What is no dry run was previewed."),
        };

    public async Task<Problem?> CheckAsync(Intake intake, CancellationToken cancellationToken) =>
        (await AcceptAsync(intake with { DryRun = true }, cancellationToken) as StatusUpdateOutcome.Refused)?.Problem;

    public async Task<StatusUpdateOutcome> AcceptAsync(Intake intake, CancellationToken cancellationToken)
    {
        var id = intake.Id ?? Guid.CreateVersion7(time.GetUtcNow());
        var errors = new List<FieldError>();
        var isRepeat = false;
        var draft = await DraftAsync(intake, id, errors, cancellationToken);
        if (draft is null)
        {
            // A repeat may come when its times are over: it is judged as of the first request.
            if (await idempotency.FindAsync(intake, cancellationToken) is not IdempotencyClaim.Granted earlier
                || await DraftAsync(intake, earlier.Id, [], cancellationToken) is not { } same)
                return new StatusUpdateOutcome.Refused(Problem.Validation(errors));
            (id, draft, isRepeat) = (earlier.Id, same, true);
        }

        if (draft.Notification.Urgent && !intake.Client.Scopes.Contains(Scopes.Urgent))
            return new StatusUpdateOutcome.Refused(new(403, "forbidden", "The key may not do this.", $"It lacks the scope '{Scopes.Urgent}'."));
        var found = await cases.FindAsync(draft.Case, cancellationToken);
        if (found.Refusal is not null)
            return new StatusUpdateOutcome.Refused(found.Refusal);
        if (intake.DryRun)
            return new StatusUpdateOutcome.Previewed(composer.Preview(draft.Notification));
        if (await idempotency.ClaimAsync(intake, id, cancellationToken) is not IdempotencyClaim.Granted granted)
            return new StatusUpdateOutcome.Refused(Problem.KeyReused);
        if (granted.Id != id)
            draft = await DraftAsync(intake, granted.Id, [], cancellationToken) ?? throw new InvalidOperationException("A request was judged differently when it was repeated.");
        return await KeepAsync(intake.Client, draft, found.Head, isRepeat || granted.Replayed, cancellationToken);
    }

    /// <summary>Case, then notification: whatever a crash leaves undone a repeat completes, and what is done stays as it is.</summary>
    private async Task<StatusUpdateOutcome> KeepAsync(
        ApiClient client, StatusUpdateDraft draft, CaseHead? found, bool replayed, CancellationToken cancellationToken)
    {
        var entered = await cases.EnterAsync(draft.Case, found, cancellationToken);
        if (entered.Refusal is not null)
            return new StatusUpdateOutcome.Refused(entered.Refusal);
        var code = entered.Code!.Value;
        if (draft.Notify)
        {
            await acceptance.AcceptAsync(draft.Notification.About(code), cancellationToken);
            if (!draft.Case.Withdrawn)
                await feedback.AskAsync(client, draft.Notification, code, draft.Case.Step, cancellationToken);
        }

        var answer = new StatusUpdateAccepted(
            draft.Case.Id, draft.Notify ? Accepted : Recorded, new CaseView(code, links.Case(code)), draft.Notification.Content.Reference);
        return new StatusUpdateOutcome.Accepted(answer, replayed);
    }

    /// <summary>Judges the request and composes what is to be kept, as of the time of <paramref name="id"/>.</summary>
    private async Task<StatusUpdateDraft?> DraftAsync(Intake intake, Guid id, List<FieldError> errors, CancellationToken cancellationToken)
    {
        using var body = RequestBody.Parse(intake.Body, errors);
        if (body is null || StatusUpdateRequest.Read(body.RootElement, NotificationKeys.TimeOf(id), options.Value, errors) is not { } request)
            return null;
        var to = await recipients.ResolveAsync(request.To, intake.Client.IsTest, "/to", errors, cancellationToken);
        if (request.Notify && to is not null && request.Channels.For(to).Count == 0)
            errors.Add(new("/to", "no_address", "The recipient has no address on any of the channels."));
        if (services.Find(request.Case.Service) is not { } service)
            errors.Add(new("/case/service", "unknown_value", "No service of that name is defined."));
        else if (service.FindStep(request.Case.Step) is null)
            errors.Add(new("/case/step", "unknown_value", "The service has no step of that name."));
        return to is null || errors.Count > 0 ? null : Compose(intake, id, request, to, errors);
    }

    private StatusUpdateDraft? Compose(Intake intake, Guid id, StatusUpdateRequest request, Recipient to, List<FieldError> errors)
    {
        var language = composer.LanguageFor(to.Language);
        var template = request.Template ?? (request.Case.Withdrawn ? WithdrawnTemplate : DefaultTemplate);
        var report = new CaseReport(
            id, intake.Client.Id, request.Case.Code, request.Case.Service, language, request.Case.Step,
            request.Case.OccurredAt ?? NotificationKeys.TimeOf(id), request.Case.Withdrawn);
        var content = new NotificationContent(
            Commitment.NewSalt(),
            language,
            request.Data?.Clone() ?? NoData,
            to.Mobile?.Value,
            to.Email?.Value,
            to.Name?.Value,
            to.TimeZone,
            request.Reference,
            new CaseContent((report.Code ?? cases.Draw(id, 0)).Value, report.Service, report.Step, report.OccurredAt, report.Withdrawn),
            to.ContactId);
        var draft = new NotificationDraft(
            id,
            new NotificationFacts(intake.Client.Id, Kind, template, language, request.Case.Service, request.Case.Step, intake.Client.IsTest)
            {
                Lane = intake.Lane,
                IdempotencyRow = idempotency.RowOf(intake),
            },
            content,
            request.Channels.Policy,
            request.Channels.For(to),
            request.Channels.FallbackAfter,
            request.Times,
            request.Urgent);
        if (request.Notify)
            composer.Check(draft, errors);
        return errors.Count > 0 ? null : new(report, draft, request.Notify);
    }
}
