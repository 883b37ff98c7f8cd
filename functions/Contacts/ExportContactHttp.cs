using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Contacts;

/// <summary>Everything that is held of a person, for the person. Who asked for it is written down before it is given.</summary>
public sealed class ExportContactHttp(ApiEndpoint api, ContactStore contacts, ContactExport export, AuditLog audit, AddressHashes hashes)
{
    private const string Exported = "contact_exported";

    [Function(nameof(ExportContactHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/contacts/{id}/export")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.ContactsExport, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        if (!ContactIds.TryParse(id, out var contactId) || await contacts.FindAsync(contactId, client.IsTest, cancellationToken) is not { } contact)
            return new ProblemResult(Problem.NotFound);
        var everything = await export.ExportAsync(contact, client.Id, cancellationToken);
        await audit.WriteAsync(client, Exported, hashes.OfContact("audit", contactId, client.IsTest), cancellationToken);
        return Results.Json(everything, HttpJson.Readable.PersonalExport);
    }
}
