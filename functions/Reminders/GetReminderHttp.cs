using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Reminders;

/// <summary>A reminder: when it went, as which notifications, and when it will go.</summary>
public sealed class GetReminderHttp(ApiEndpoint api, ReminderReader reminders)
{
    [Function(nameof(GetReminderHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reminders/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Reminders, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        if (!NotificationKeys.TryParse(id, out var reminder) || await reminders.ReadAsync(reminder, client.Id, cancellationToken) is not { } view)
            return new ProblemResult(Problem.NotFound);
        request.HttpContext.Response.Headers.ETag = ReminderVersion.Of(view.Version);
        return Results.Json(view, HttpJson.Readable.ReminderView);
    }
}
