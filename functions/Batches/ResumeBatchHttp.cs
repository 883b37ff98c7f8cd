using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Batches;

/// <summary>Goes on with a batch that was paused.</summary>
public sealed class ResumeBatchHttp(ApiEndpoint api, BatchControl batches)
{
    [Function(nameof(ResumeBatchHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/batches/{id}/resume")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Batches, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var (view, refusal) = await batches.ResumeAsync(id, client.Id, cancellationToken);
        return view is not null ? Results.Json(view, HttpJson.Readable.BatchView) : new ProblemResult(refusal!);
    }
}
