using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Feedback;

/// <summary>What was answered to a request for feedback, with its history, for the client that made it.</summary>
public sealed class GetFeedbackRequestHttp(ApiEndpoint api, FeedbackStore requests, ResponseStore responses)
{
    [Function(nameof(GetFeedbackRequestHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/feedback-requests/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Responses, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        if (!NotificationKeys.TryParse(id, out var wanted)
            || await requests.FindAsync(wanted, cancellationToken) is not { } found || found.ClientId != client.Id || found.IsTest != client.IsTest)
            return new ProblemResult(Problem.NotFound);
        var given = await responses.FindAsync(found, cancellationToken);
        return Results.Json(FeedbackRequestView.Of(found, given), HttpJson.Readable.FeedbackRequestView);
    }
}
