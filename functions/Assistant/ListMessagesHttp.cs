using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Assistant;

/// <summary>What citizens texted and a person is to read, oldest first, a page at a time.</summary>
public sealed class ListMessagesHttp(ApiEndpoint api, MessageReader messages)
{
    [Function(nameof(ListMessagesHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/messages")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Messages, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var parameters = new QueryParameters(request.Query);
        var query = new MessageQuery(
            parameters.Word<MessageState>("state"), parameters.Word<InboundOutcome>("outcome"), parameters.After(MessageReader.PlaceOf),
            parameters.Limit(MessageReader.UsualPage, MessageReader.LongestPage));
        parameters.Close();
        if (parameters.Errors.Count > 0)
            return new ProblemResult(Problem.Validation(parameters.Errors));
        // Telephones of a test key are none: nobody texts from them.
        var page = client.IsTest ? new([], null) : await messages.ReadAsync(query, cancellationToken);
        return Results.Json(page, HttpJson.Readable.MessagePage);
    }
}
