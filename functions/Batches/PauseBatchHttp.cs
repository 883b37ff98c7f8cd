using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Batches;

/// <summary>Stops a batch until it is resumed.</summary>
public sealed class PauseBatchHttp(ApiEndpoint api, BatchControl batches)
{
    [Function(nameof(PauseBatchHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/batches/{id}/pause")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Batches, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var (view, refusal) = await batches.PauseAsync(id, client.Id, cancellationToken);
        return view is not null ? Results.Json(view, HttpJson.Readable.BatchView) : new ProblemResult(refusal!);
    }
}
