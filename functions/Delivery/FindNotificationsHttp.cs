using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Contacts;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Delivery;

/// <summary>The notifications that a client posted under one reference of its own, or that went to one contact, newest first.</summary>
public sealed class FindNotificationsHttp(ApiEndpoint api, NotificationReader notifications, TimelineReader timeline)
{
    private const int LongestReference = 128;

    [Function(nameof(FindNotificationsHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/notifications")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Read, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var reference = request.Query["reference"].ToString();
        if (reference.Length == 0 && request.Query["contact"].ToString() is { Length: > 0 } contact)
            return await FindAsync(contact, client, cancellationToken);
        if (reference.Length is 0 or > LongestReference)
        {
            return new ProblemResult(Problem.Validation(
                [new("query:reference", reference.Length == 0 ? "required" : "too_long", $"Give a reference of 1 to {LongestReference} characters.")]));
        }

        var found = await notifications.FindAsync(reference, client.Id, cancellationToken);
        return Results.Json(new NotificationList(found), HttpJson.Readable.NotificationList);
    }

    private async Task<IResult> FindAsync(string contact, ApiClient client, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(contact, "D", out var id))
            return new ProblemResult(Problem.Validation([new("query:contact", "format", "The value is no UUID.")]));
        var found = await timeline.FindAsync(id, client.IsTest, client.Id, References.Most, cancellationToken);
        return Results.Json(new NotificationList(found), HttpJson.Readable.NotificationList);
    }
}
