using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Deliveries;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Delivery;

/// <summary>The answer to a cancellation.</summary>
public sealed record NotificationCancelled(Guid Id, DeliveryStatus Status);

/// <summary>Takes a notification back, unless a provider may have it already.</summary>
public sealed class CancelNotificationHttp(ApiEndpoint api, Cancellation cancellation)
{
    [Function(nameof(CancelNotificationHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/notifications/{id}/cancel")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Cancel, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        if (!NotificationKeys.TryParse(id, out var notification))
            return new ProblemResult(Problem.NotFound);
        return await cancellation.CancelAsync(notification, client.Id, cancellationToken) switch
        {
            CancelOutcome.Cancelled => Results.Json(
                new NotificationCancelled(notification, DeliveryStatus.Cancelled), HttpJson.Readable.NotificationCancelled),
            CancelOutcome.AlreadySending => new ProblemResult(new(
                409, "already_sending", "It is too late to cancel.", "A provider may have the message already.")),
            CancelOutcome.AlreadyFinal => new ProblemResult(new(
                409, "already_final", "It is too late to cancel.", "The notification has reached its end.")),
            CancelOutcome.NotFound => new ProblemResult(Problem.NotFound),
        };
    }
}
