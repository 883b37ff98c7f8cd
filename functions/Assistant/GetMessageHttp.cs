using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Assistant;

/// <summary>One message of a citizen, by its code.</summary>
public sealed class GetMessageHttp(ApiEndpoint api, MessageReader messages)
{
    [Function(nameof(GetMessageHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/messages/{code}")] HttpRequest request,
        string code,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Messages, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        return !client.IsTest && CitizenMessages.IsCode(code) && await messages.FindAsync(code, cancellationToken) is { } found
            ? Results.Json(found, HttpJson.Readable.MessageView)
            : new ProblemResult(Problem.NotFound);
    }
}
