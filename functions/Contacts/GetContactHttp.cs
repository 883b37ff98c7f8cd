using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Contacts;

/// <summary>A contact: who it is, how it wants to be reached, and whether its addresses may be used.</summary>
public sealed class GetContactHttp(ApiEndpoint api, ContactStore contacts, ContactReader reader)
{
    [Function(nameof(GetContactHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/contacts/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.ContactsRead, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        if (!ContactIds.TryParse(id, out var contactId) || await contacts.FindAsync(contactId, client.IsTest, cancellationToken) is not { } contact)
            return new ProblemResult(Problem.NotFound);
        request.HttpContext.Response.Headers.ETag = ContactVersion.Of(contact);
        return Results.Json(await reader.ShowAsync(contact, client.Id, cancellationToken), HttpJson.Readable.ContactView);
    }
}
