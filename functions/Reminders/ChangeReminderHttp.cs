using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Reminders;

/// <summary>Puts another request in a reminder's place, if it is still the version that <c>If-Match</c> names.</summary>
public sealed class ChangeReminderHttp(ApiEndpoint api, ReminderChanges reminders)
{
    [Function(nameof(ChangeReminderHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/reminders/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        await api.PostAsync(request, Scopes.Reminders, async (intake, token) =>
        {
            if (!NotificationKeys.TryParse(id, out var reminder))
                return new ProblemResult(Problem.NotFound);
            if (!ReminderVersion.TryRead(request, out var expected))
                return new ProblemResult(Problem.Validation([new("header:If-Match", "format", "The value is the ETag of the reminder, or *.")]));
            return ReminderResult.Of(
                await reminders.ReplaceAsync(reminder, intake, expected, token), StatusCodes.Status200OK, request.HttpContext.Response);
        }, cancellationToken);
}
