using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Delivery;

/// <summary>What became of a notification: its deliveries, their attempts, and the log.</summary>
public sealed class GetNotificationHttp(ApiEndpoint api, NotificationReader notifications)
{
    [Function(nameof(GetNotificationHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/notifications/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Read, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        return NotificationKeys.TryParse(id, out var notification)
            && await notifications.ReadAsync(notification, client.Id, cancellationToken) is { } view
            ? Results.Json(view, HttpJson.Readable.NotificationView)
            : new ProblemResult(Problem.NotFound);
    }
}
