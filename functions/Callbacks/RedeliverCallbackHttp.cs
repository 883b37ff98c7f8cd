using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Callbacks;

/// <summary>Sends one callback again.</summary>
public sealed class RedeliverCallbackHttp(ApiEndpoint api, CallbackRequests callbacks)
{
    private const int LongestId = 60;

    [Function(nameof(RedeliverCallbackHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/callbacks/{id}/redeliver")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Callbacks, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        if (id.Length > LongestId || !id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            return new ProblemResult(Problem.NotFound);
        (var accepted, problem) = await callbacks.RedeliverAsync(client.Id, id, cancellationToken);
        return accepted is null
            ? new ProblemResult(problem!)
            : Results.Json(accepted, HttpJson.Readable.CallbackRequested, statusCode: StatusCodes.Status202Accepted);
    }
}
