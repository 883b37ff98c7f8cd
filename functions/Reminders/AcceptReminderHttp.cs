using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Reminders;

/// <summary>Takes a reminder in; answers 202 once it is kept, with the times at which it will go.</summary>
public sealed class AcceptReminderHttp(ApiEndpoint api, ReminderIntake reminders)
{
    [Function(nameof(AcceptReminderHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/reminders")] HttpRequest request, CancellationToken cancellationToken) =>
        api.PostAsync(request, Scopes.Reminders, async (intake, token) =>
            ReminderResult.Of(await reminders.AcceptAsync(intake, token), StatusCodes.Status202Accepted, request.HttpContext.Response), cancellationToken);
}
