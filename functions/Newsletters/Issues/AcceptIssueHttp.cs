using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>Takes an issue in: as a draft, or scheduled when it says when to go; answers 202 once it is kept.</summary>
public sealed class AcceptIssueHttp(ApiEndpoint api, IssueIntake issues)
{
    /// <summary>Largest body, in bytes.</summary>
    public const int LargestBody = 512 * 1024;

    [Function(nameof(AcceptIssueHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/newsletters/{topic}/issues")] HttpRequest request,
        string topic,
        CancellationToken cancellationToken) =>
        api.PostAsync(
            request,
            Scopes.Newsletters,
            ["application/json"],
            LargestBody,
            async (intake, token) => IssueResult.Of(
                await issues.AcceptAsync(intake, topic, token), StatusCodes.Status202Accepted, request.HttpContext.Response),
            cancellationToken);
}
