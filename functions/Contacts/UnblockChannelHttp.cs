using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Contacts;

/// <summary>Lets messages go to an address again that could not be reached. What its owner forbade stays forbidden.</summary>
public sealed class UnblockChannelHttp(ApiEndpoint api, ContactStore contacts, AddressUnblocking unblocking, ContactReader reader)
{
    [Function(nameof(UnblockChannelHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/contacts/{id}/channels/{channel}/unblock")] HttpRequest request,
        string id,
        string channel,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.ContactsWrite, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        if (!ContactIds.TryParse(id, out var contactId)
            || !SnakeCase.TryFromWord<Channel>(channel, out var wanted)
            || await contacts.FindAsync(contactId, client.IsTest, cancellationToken) is not { } contact
            || contact.AddressOn(wanted) is null)
            return new ProblemResult(Problem.NotFound);
        return await unblocking.UnblockAsync(contact, wanted, client, cancellationToken) switch
        {
            UnblockOutcome.Free => Results.Json(await reader.ShowAsync(contact, client.Id, cancellationToken), HttpJson.Readable.ContactView),
            UnblockOutcome.OwnersWord => new ProblemResult(new(
                409, "opted_out", "The recipient does not want messages at this address.", "Only the recipient can change that, as by START to the number that they stopped.")),
            UnblockOutcome.ProviderFailed => new ProblemResult(new(
                503, "provider_unavailable", "The provider's own list could not be changed.", "Nothing was changed here. Send the same request again.") { RetryAfter = 60 }),
        };
    }
}
