using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Batches;

/// <summary>Ends a batch: rows that wait are not taken over any more.</summary>
public sealed class CancelBatchHttp(ApiEndpoint api, BatchControl batches)
{
    [Function(nameof(CancelBatchHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/batches/{id}/cancel")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Batches, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var (view, refusal) = await batches.CancelAsync(id, client.Id, cancellationToken);
        return view is not null ? Results.Json(view, HttpJson.Readable.BatchView) : new ProblemResult(refusal!);
    }
}
