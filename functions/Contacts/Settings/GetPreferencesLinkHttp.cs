using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Contacts.Settings;

/// <summary>Where a contact finds its settings page.</summary>
public sealed record PreferencesLink(string Url);

/// <summary>Gives the link to a contact's settings page, for systems that show it to the person themselves.</summary>
public sealed class GetPreferencesLinkHttp(ApiEndpoint api, ContactStore contacts, PreferenceLinks links)
{
    [Function(nameof(GetPreferencesLinkHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/contacts/{id}/preferences-link")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.ContactsRead, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        return Guid.TryParseExact(id, "D", out var contactId)
            && await contacts.FindAsync(contactId, client.IsTest, cancellationToken) is { } contact
            ? Results.Json(new PreferencesLink(links.Of(contact)), HttpJson.Readable.PreferencesLink)
            : new ProblemResult(Problem.NotFound);
    }
}
