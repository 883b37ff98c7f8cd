using System.Buffers.Text;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Callbacks;

/// <summary>A client's callbacks, by status.</summary>
public sealed class ListCallbacksHttp(ApiEndpoint api, CallbackStore store)
{
    private const int UsualPage = 100;
    private const int LongestPage = 500;
    private const int LongestCursor = 120;

    [Function(nameof(ListCallbacksHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/callbacks")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Callbacks, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var parameters = new QueryParameters(request.Query);
        var status = parameters.Word<CallbackStatus>("status");
        var after = parameters.After(cursor => RowOf(cursor, status));
        var limit = parameters.Limit(UsualPage, LongestPage);
        parameters.Close();
        if (parameters.Errors.Count > 0)
            return new ProblemResult(Problem.Validation(parameters.Errors));
        var (items, last, more) = await store.ListAsync(client.Id, status, after, limit, cancellationToken);
        var page = new CallbackPage([.. items.Select(CallbackView.Of)], more ? Base64Url.EncodeToString(Encoding.ASCII.GetBytes(last!)) : null);
        return Results.Json(page, HttpJson.Readable.CallbackPage);
    }

    private static string? RowOf(string cursor, CallbackStatus? status) =>
        cursor.Length <= LongestCursor && Base64Url.IsValid(cursor)
        && Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)) is var rowKey && CallbackStore.IsListed(status, rowKey)
            ? rowKey
            : null;
}
