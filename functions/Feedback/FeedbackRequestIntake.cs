using Microsoft.Extensions.Options;
using Peyk.Core.Cases;
using Peyk.Core.Surveys;
using Peyk.Functions.Clients;
using Peyk.Functions.Contacts;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.StatusUpdates;

namespace Peyk.Functions.Feedback;

/// <summary>The answer to a request for feedback.</summary>
/// <param name="Status"><c>accepted</c>; <c>skipped</c> when the person is not asked, for the reason beside it.</param>
/// <param name="Reason"><c>not_in_sample</c> or <c>asked_lately</c>; null when the person is asked.</param>
public sealed record FeedbackRequestAccepted(Guid Id, string Status, string Survey, string? Reason, string? Reference);

/// <summary>What came of a posted request for feedback.</summary>
public abstract record FeedbackRequestOutcome
{
    private FeedbackRequestOutcome()
    {
    }

    public sealed record Accepted(FeedbackRequestAccepted Answer, bool Replayed) : FeedbackRequestOutcome;

    public sealed record Previewed(StatusUpdatePreview Preview) : FeedbackRequestOutcome;

    public sealed record Refused(Problem Problem) : FeedbackRequestOutcome;
}

/// <summary>Takes requests for feedback in.</summary>
public sealed class FeedbackRequestIntake(
    Idempotency idempotency,
    FeedbackAsker asker,
    MessageComposer composer,
    RecipientResolver recipients,
    CaseStore cases,
    SurveyCatalog surveys,
    ServiceCatalog services,
    IOptions<PeykOptions> peyk,
    IOptions<FeedbackOptions> options,
    TimeProvider time) : INotificationKind
{
    public string Name => FeedbackAsker.Kind;

    public string Scope => Scopes.FeedbackRequests;

    public async Task<TakenIn> TakeInAsync(Intake intake, CancellationToken cancellationToken) =>
        await AcceptAsync(intake with { DryRun = false }, cancellationToken) switch
        {
            FeedbackRequestOutcome.Accepted accepted => new(accepted.Answer.Id),
            FeedbackRequestOutcome.Refused refused => new(Guid.Empty, Refusal: refused.Problem),
            _ => throw new InvalidOperationException("What is no dry run was previewed."),
        };

    public async Task<Problem?> CheckAsync(Intake intake, CancellationToken cancellationToken) =>
        (await AcceptAsync(intake with { DryRun = true }, cancellationToken) as FeedbackRequestOutcome.Refused)?.Problem;

    public async Task<FeedbackRequestOutcome> AcceptAsync(Intake intake, CancellationToken cancellationToken)
    {
        var id = intake.Id ?? Guid.CreateVersion7(time.GetUtcNow());
        var errors = new List<FieldError>();
        var ask = await JudgeAsync(intake, id, errors, cancellationToken);
        if (ask is null)
        {
            // A repeat may come when its times are over: it is judged as of the first request.
            if (await idempotency.FindAsync(intake, cancellationToken) is not IdempotencyClaim.Granted earlier
                || await JudgeAsync(intake, earlier.Id, [], cancellationToken) is not { } same)
                return new FeedbackRequestOutcome.Refused(Problem.Validation(errors));
            (id, ask) = (earlier.Id, same);
        }

        if (intake.DryRun)
            return new FeedbackRequestOutcome.Previewed(composer.Preview(FeedbackAsker.Preview(ask)));
        if (await idempotency.ClaimAsync(intake, id, cancellationToken) is not IdempotencyClaim.Granted granted)
            return new FeedbackRequestOutcome.Refused(Problem.KeyReused);
        if (granted.Id != id)
            ask = await JudgeAsync(intake, granted.Id, [], cancellationToken) ?? throw new InvalidOperationException("A request was judged differently when it was repeated.");
        var outcome = await asker.AskAsync(ask, cancellationToken);
        var answer = new FeedbackRequestAccepted(
            ask.Id, outcome == AskOutcome.Asked ? "accepted" : "skipped", ask.Survey.Key, outcome == AskOutcome.Asked ? null : outcome.ToWord(), ask.Reference);
        return new FeedbackRequestOutcome.Accepted(answer, granted.Replayed);
    }

    /// <summary>Judges the request as of the time of <paramref name="id"/>.</summary>
    private async Task<FeedbackAsk?> JudgeAsync(Intake intake, Guid id, List<FieldError> errors, CancellationToken cancellationToken)
    {
        using var body = RequestBody.Parse(intake.Body, errors);
        if (body is null
            || FeedbackRequestBody.Read(body.RootElement, NotificationKeys.TimeOf(id), peyk.Value, options.Value, errors) is not { } request)
            return null;
        var to = await recipients.ResolveAsync(request.To, intake.Client.IsTest, "/to", errors, cancellationToken);
        if (to is not null && request.Channels.For(to).Count == 0)
            errors.Add(new("/to", "no_address", "The recipient has no address on any of the channels."));
        if (surveys.Find(request.Survey) is not { } survey)
        {
            errors.Add(new("/survey", "unknown_value", "There is no survey of that name."));
            return null;
        }

        if (survey.IsRecovery)
            errors.Add(new("/survey", "conflict", "This survey is asked only when a complaint was answered."));
        var service = await ServiceOfAsync(intake.Client, request, errors, cancellationToken);
        if (to is null || errors.Count > 0)
            return null;
        return new(
            id, intake.Client, survey, composer.LanguageFor(to.Language), service, to, request.Case?.Value, request.Reference,
            request.Channels.Policy, request.Channels.For(to), request.Channels.FallbackAfter, request.Times,
            request.Remind ? request.RemindAfter ?? options.Value.RemindAfter : null, request.Sample, idempotency.RowOf(intake));
    }

    private async Task<string?> ServiceOfAsync(ApiClient client, FeedbackRequestBody request, List<FieldError> errors, CancellationToken cancellationToken)
    {
        if (request.Service is { } named && services.Find(named) is null)
            errors.Add(new("/service", "unknown_value", "No service of that name is defined."));
        if (request.Case is not { } code)
            return request.Service;
        if (await cases.FindAsync(code, cancellationToken) is not { } head || head.ClientId != client.Id)
        {
            errors.Add(new("/case", "unknown_value", "There is no case of yours with this code."));
            return null;
        }

        if (request.Service is not null && request.Service != head.Service)
            errors.Add(new("/service", "conflict", "The case belongs to another service."));
        return head.Service;
    }
}
