using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Core.Addresses;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Contacts;

/// <summary>The contacts that have an address, which is posted because it must stand in no URL. Several may share one.</summary>
public sealed class FindContactsByAddressHttp(ApiEndpoint api, ContactStore contacts, ContactReader reader)
{
    [Function(nameof(FindContactsByAddressHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/contacts/find")] HttpRequest request, CancellationToken cancellationToken) =>
        api.PostAsync(request, Scopes.ContactsRead, FindAsync, cancellationToken);

    private async Task<IResult> FindAsync(Intake intake, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        using var body = RequestBody.Parse(intake.Body, errors);
        if (body is null || RequestReader.Root(body.RootElement, errors) is not { } wanted)
            return new ProblemResult(Problem.Validation(errors));
        var mobile = wanted.Value<PhoneNumber>("mobile", PhoneNumber.TryParse);
        var email = wanted.Value<EmailAddress>("email", EmailAddress.TryParse);
        if (!wanted.Has("mobile") && !wanted.Has("email"))
            wanted.Refuse("mobile", "required", "Give a mobile number or an e-mail address.");
        if (wanted.Has("mobile") && wanted.Has("email"))
            wanted.Refuse("email", "conflict", "Give either a mobile number or an e-mail address.");
        wanted.Close();
        if (errors.Count > 0)
            return new ProblemResult(Problem.Validation(errors));
        var found = mobile is not null
            ? await contacts.FindByAddressAsync(Channel.Sms, mobile.Value, intake.Client.IsTest, cancellationToken)
            : await contacts.FindByAddressAsync(Channel.Email, email!.Value, intake.Client.IsTest, cancellationToken);
        return Results.Json(await reader.ShowAsync(found, intake.Client.Id, cancellationToken), HttpJson.Readable.ContactList);
    }
}
