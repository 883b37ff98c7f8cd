using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Contacts;

/// <summary>What was sent to a contact, newest first, a page at a time, whoever posted it.</summary>
public sealed class GetTimelineHttp(ApiEndpoint api, ContactStore contacts, TimelineReader timeline)
{
    [Function(nameof(GetTimelineHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/contacts/{id}/timeline")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.ContactsRead, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var parameters = new QueryParameters(request.Query);
        var after = parameters.After(TimelineReader.RowOf);
        var limit = parameters.Limit(TimelineReader.UsualPage, TimelineReader.LongestPage);
        parameters.Close();
        if (parameters.Errors.Count > 0)
            return new ProblemResult(Problem.Validation(parameters.Errors));
        return ContactIds.TryParse(id, out var contact) && await contacts.FindAsync(contact, client.IsTest, cancellationToken) is not null
            ? Results.Json(await timeline.ReadAsync(contact, client.IsTest, after, limit, cancellationToken), HttpJson.Readable.TimelinePage)
            : new ProblemResult(Problem.NotFound);
    }
}
