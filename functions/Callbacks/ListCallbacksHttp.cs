using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared;
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
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/callbacks")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Callbacks, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var errors = new List<FieldError>();
        var status = Status(request, errors);
        var after = After(request, status, errors);
        var limit = Limit(request, errors);
        if (errors.Count > 0)
            return new ProblemResult(Problem.Validation(errors));
        var (items, last, more) = await store.ListAsync(client.Id, status, after, limit, cancellationToken);
        var page = new CallbackPage([.. items.Select(CallbackView.Of)], more ? Base64Url.EncodeToString(Encoding.ASCII.GetBytes(last!)) : null);
        return Results.Json(page, HttpJson.Readable.CallbackPage);
    }

    private static CallbackStatus? Status(HttpRequest request, List<FieldError> errors)
    {
        var word = request.Query["status"].ToString();
        if (word.Length == 0)
            return null;
        if (SnakeCase.TryFromWord<CallbackStatus>(word, out var status))
            return status;
        errors.Add(new("query:status", "unknown_value", $"The value must be one of: {string.Join(", ", SnakeCase.WordsOf<CallbackStatus>())}."));
        return null;
    }

    private static string? After(HttpRequest request, CallbackStatus? status, List<FieldError> errors)
    {
        var cursor = request.Query["after"].ToString();
        if (cursor.Length == 0)
            return null;
        if (cursor.Length <= LongestCursor && Base64Url.IsValid(cursor)
            && Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)) is var rowKey && CallbackStore.IsListed(status, rowKey))
            return rowKey;
        errors.Add(new("query:after", "format", "The value is no cursor of this list: use next of an earlier answer."));
        return null;
    }

    private static int Limit(HttpRequest request, List<FieldError> errors)
    {
        var text = request.Query["limit"].ToString();
        if (text.Length == 0)
            return UsualPage;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= LongestPage)
            return limit;
        errors.Add(new("query:limit", "range", $"The value must be a number from 1 to {LongestPage}."));
        return 0;
    }
}
