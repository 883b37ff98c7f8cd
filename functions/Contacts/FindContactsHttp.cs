using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Contacts;

/// <summary>The contacts that a client knows under a number of its own; usually one.</summary>
public sealed class FindContactsHttp(ApiEndpoint api, ContactStore contacts, ContactReader reader)
{
    [Function(nameof(FindContactsHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/contacts")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.ContactsRead, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var reference = request.Query["reference"].ToString();
        if (reference.Length is 0 or > ContactRequest.LongestReference)
        {
            return new ProblemResult(Problem.Validation(
            [
                new("query:reference", reference.Length == 0 ? "required" : "too_long", $"Give a reference of 1 to {ContactRequest.LongestReference} characters."),
            ]));
        }

        var found = await contacts.FindByReferenceAsync(new(client.Id, reference), client.IsTest, cancellationToken);
        return Results.Json(await reader.ShowAsync(found, client.Id, cancellationToken), HttpJson.Readable.ContactList);
    }
}
