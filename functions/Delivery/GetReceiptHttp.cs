using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Delivery;

/// <summary>The signed receipt of a notification, as it stands now.</summary>
public sealed class GetReceiptHttp(ApiEndpoint api, ReceiptExport receipts)
{
    [Function(nameof(GetReceiptHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/notifications/{id}/receipt")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Read, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        if (!NotificationKeys.TryParse(id, out var notification))
            return new ProblemResult(Problem.NotFound);
        return await receipts.ExportAsync(notification, client.Id, cancellationToken) switch
        {
            ReceiptOutcome.Signed signed => Results.Text(signed.Jws, "application/jose"),
            ReceiptOutcome.NotFound => new ProblemResult(Problem.NotFound),
            ReceiptOutcome.Altered => new ProblemResult(new(
                409, "log_altered", "The log of this notification is not as it was written.", "No receipt is signed for it.")),
            ReceiptOutcome.NoKey => new ProblemResult(new(501, "no_signing_key", "This deployment exports no receipts.", "Peyk__SigningKey is not set.")),
            _ => throw new InvalidOperationException("Unknown outcome."),
        };
    }
}
