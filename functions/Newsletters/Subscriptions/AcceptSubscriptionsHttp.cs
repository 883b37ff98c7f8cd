using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Contacts;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>Subscribes one address, or each of a list: 202 for one, 200 with what became of each for a list.</summary>
public sealed class AcceptSubscriptionsHttp(ApiEndpoint api, SubscriptionIntake subscriptions, TopicCatalog topics)
{
    [Function(nameof(AcceptSubscriptionsHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/newsletters/{topic}/subscriptions")] HttpRequest request,
        string topic,
        CancellationToken cancellationToken) =>
        api.PostAsync(
            request, Scopes.NewslettersSubscribe, ["application/json"], SubscriptionIntake.LargestBody,
            (intake, token) => AcceptAsync(topic, intake, request.HttpContext.Response, token), cancellationToken);

    private async Task<IResult> AcceptAsync(string topic, Intake intake, HttpResponse response, CancellationToken cancellationToken)
    {
        if (topics.FindNewsletter(topic) is null)
            return new ProblemResult(Problem.NotFound);
        switch (await subscriptions.AcceptAsync(topic, intake, cancellationToken))
        {
            case SubscriptionsOutcome.One one:
                response.Headers.Location = SubscriptionViews.Link(topic, one.Result.Id!.Value);
                Tell(one.Replayed);
                return Results.Json(one.Result, HttpJson.Readable.SubscriptionResult, statusCode: StatusCodes.Status202Accepted);
            case SubscriptionsOutcome.Many many:
                Tell(many.Replayed);
                return Results.Json(many.Results, HttpJson.Readable.SubscriptionResults);
            case SubscriptionsOutcome.Refused refused:
                return new ProblemResult(refused.Problem);
            default:
                throw new InvalidOperationException("Unknown outcome.");
        }

        void Tell(bool isReplayed)
        {
            if (isReplayed)
                response.Headers["Idempotent-Replayed"] = "true";
        }
    }
}
