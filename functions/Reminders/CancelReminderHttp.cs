using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Reminders;

/// <summary>Takes a reminder back: nothing more of it goes, unless a provider may have its last message already.</summary>
public sealed class CancelReminderHttp(ApiEndpoint api, ReminderChanges reminders)
{
    [Function(nameof(CancelReminderHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/reminders/{id}/cancel")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Reminders, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        if (!NotificationKeys.TryParse(id, out var reminder))
            return new ProblemResult(Problem.NotFound);
        return await reminders.CancelAsync(reminder, client.Id, cancellationToken) switch
        {
            ReminderCancelOutcome.Cancelled cancelled => Results.Json(cancelled.Reminder, HttpJson.Readable.ReminderView),
            ReminderCancelOutcome.Refused refused => new ProblemResult(refused.Problem),
            _ => throw new InvalidOperationException("Unknown outcome."),
        };
    }
}
