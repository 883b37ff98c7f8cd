using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Batches;

/// <summary>How far a batch has come.</summary>
public sealed class GetBatchHttp(ApiEndpoint api, BatchControl batches)
{
    [Function(nameof(GetBatchHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/batches/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Batches, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        return await batches.FindAsync(id, client.Id, cancellationToken) is { } batch
            ? Results.Json(BatchView.Of(batch), HttpJson.Readable.BatchView)
            : new ProblemResult(Problem.NotFound);
    }
}
