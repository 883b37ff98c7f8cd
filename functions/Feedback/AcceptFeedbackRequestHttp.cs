using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Feedback;

/// <summary>Takes a request for feedback in; answers 202 once it is kept.</summary>
public sealed class AcceptFeedbackRequestHttp(ApiEndpoint api, FeedbackRequestIntake requests)
{
    [Function(nameof(AcceptFeedbackRequestHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/feedback-requests")] HttpRequest request,
        CancellationToken cancellationToken) =>
        api.PostAsync(request, Scopes.FeedbackRequests, async (intake, token) => await requests.AcceptAsync(intake, token) switch
        {
            FeedbackRequestOutcome.Accepted accepted => Accepted(request.HttpContext.Response, accepted),
            FeedbackRequestOutcome.Previewed previewed => Results.Json(previewed.Preview, HttpJson.Readable.StatusUpdatePreview),
            FeedbackRequestOutcome.Refused refused => new ProblemResult(refused.Problem),
            _ => throw new InvalidOperationException("Unknown outcome."),
        }, cancellationToken);

    private static IResult Accepted(HttpResponse response, FeedbackRequestOutcome.Accepted accepted)
    {
        if (accepted.Answer.Reason is null)
            response.Headers.Location = Links.Notification(accepted.Answer.Id);
        if (accepted.Replayed)
            response.Headers["Idempotent-Replayed"] = "true";
        return Results.Json(accepted.Answer, HttpJson.Readable.FeedbackRequestAccepted, statusCode: StatusCodes.Status202Accepted);
    }
}
