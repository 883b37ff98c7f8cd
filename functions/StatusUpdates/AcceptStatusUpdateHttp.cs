using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.StatusUpdates;

/// <summary>Takes a status update in; answers 202 once it is kept. A step that is only recorded has no notification to point to.</summary>
public sealed class AcceptStatusUpdateHttp(ApiEndpoint api, StatusUpdateIntake updates)
{
    [Function(nameof(AcceptStatusUpdateHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/status-updates")] HttpRequest request,
        CancellationToken cancellationToken) =>
        api.PostAsync(request, Scopes.StatusUpdates, async (intake, token) => await updates.AcceptAsync(intake, token) switch
        {
            StatusUpdateOutcome.Accepted accepted => Accepted(request.HttpContext.Response, accepted),
            StatusUpdateOutcome.Previewed previewed => Results.Json(previewed.Preview, HttpJson.Readable.StatusUpdatePreview),
            StatusUpdateOutcome.Refused refused => new ProblemResult(refused.Problem),
            _ => throw new InvalidOperationException("Unknown outcome."),
        }, cancellationToken);

    private static IResult Accepted(HttpResponse response, StatusUpdateOutcome.Accepted accepted)
    {
        if (accepted.Answer.Status == StatusUpdateIntake.Accepted)
            response.Headers.Location = Links.Notification(accepted.Answer.Id);
        if (accepted.Replayed)
            response.Headers["Idempotent-Replayed"] = "true";
        return Results.Json(accepted.Answer, HttpJson.Readable.StatusUpdateAccepted, statusCode: StatusCodes.Status202Accepted);
    }
}
