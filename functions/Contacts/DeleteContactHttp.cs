using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Contacts.Erasures;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Contacts;

/// <summary>Erases a person: the contact at once, what was sent to it within minutes. The answer says where to follow that.</summary>
public sealed class DeleteContactHttp(ApiEndpoint api, ErasureRequests erasures)
{
    [Function(nameof(DeleteContactHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/contacts/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.ContactsErase, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        if (!ContactIds.TryParse(id, out var contact) || await erasures.AcceptAsync(contact, client, cancellationToken) is not { } erasure)
            return new ProblemResult(Problem.NotFound);
        request.HttpContext.Response.Headers.Location = ErasureView.Link(erasure.Id);
        return Results.Json(ErasureView.Of(erasure), HttpJson.Readable.ErasureView, statusCode: StatusCodes.Status202Accepted);
    }
}
