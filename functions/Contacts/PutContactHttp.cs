using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Contacts;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Contacts;

/// <summary>Makes a contact, or replaces all that is known of it. 201 for a new one.</summary>
public sealed class PutContactHttp(ApiEndpoint api, ContactEditor editor, ContactReader reader, TopicCatalog topics)
{
    [Function(nameof(PutContactHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/contacts/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        api.PostAsync(request, Scopes.ContactsWrite, (intake, token) => PutAsync(request, id, intake, token), cancellationToken);

    private async Task<IResult> PutAsync(HttpRequest request, string id, Intake intake, CancellationToken cancellationToken)
    {
        if (!ContactIds.TryParse(id, out var contactId))
            return new ProblemResult(Problem.NotFound);
        var errors = new List<FieldError>();
        using var body = RequestBody.Parse(intake.Body, errors);
        if (body is null || ContactRequest.Read(body.RootElement, topics, errors) is not { } wanted)
            return new ProblemResult(Problem.Validation(errors));
        var written = await editor.PutAsync(
            contactId, intake.Client, wanted, intake.DryRun, current => ContactVersion.Refusal(request, current), cancellationToken);
        if (written.Contact is not { } contact)
            return new ProblemResult(written.Refusal!);
        var response = request.HttpContext.Response;
        var isCreated = written.IsNew && !intake.DryRun;
        if (!intake.DryRun)
            response.Headers.ETag = ContactVersion.Of(contact);
        if (isCreated)
            response.Headers.Location = ContactIds.Link(contactId);
        return Results.Json(
            await reader.ShowAsync(contact, intake.Client.Id, cancellationToken), HttpJson.Readable.ContactView,
            statusCode: isCreated ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }
}
