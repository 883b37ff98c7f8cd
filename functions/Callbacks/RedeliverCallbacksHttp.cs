using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Callbacks;

/// <summary>Sends all parked callbacks of a client again.</summary>
public sealed class RedeliverCallbacksHttp(ApiEndpoint api, CallbackRequests callbacks)
{
    [Function(nameof(RedeliverCallbacksHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/callbacks/redeliver")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Callbacks, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        (var accepted, problem) = await callbacks.RedeliverParkedAsync(client.Id, cancellationToken);
        return accepted is null
            ? new ProblemResult(problem!)
            : Results.Json(accepted, HttpJson.Readable.CallbacksRequested, statusCode: StatusCodes.Status202Accepted);
    }
}
