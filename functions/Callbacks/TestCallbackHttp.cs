using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Callbacks;

/// <summary>Sends a client's endpoint an event that tells nothing.</summary>
public sealed class TestCallbackHttp(ApiEndpoint api, CallbackRequests callbacks)
{
    [Function(nameof(TestCallbackHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/callbacks/test")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Callbacks, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        (var accepted, problem) = await callbacks.TestAsync(client.Id, cancellationToken);
        return accepted is null
            ? new ProblemResult(problem!)
            : Results.Json(accepted, HttpJson.Readable.CallbackRequested, statusCode: StatusCodes.Status202Accepted);
    }
}
