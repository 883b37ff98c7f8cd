using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Surveys;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Feedback;

/// <summary>The answers to a client's requests: pages of JSON, or everything of the period as one CSV file.</summary>
public sealed class ListResponsesHttp(ApiEndpoint api, ResponseReader reader, SurveyCatalog surveys, TimeProvider time)
{
    [Function(nameof(ListResponsesHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/responses")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Responses, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var parameters = new QueryReader(request.Query);
        var query = ResponseQuery.Read(parameters, surveys, time.GetUtcNow());
        var limit = parameters.Number("limit", ResponseReader.UsualPage, 1, ResponseReader.LongestPage);
        var after = After(parameters);
        var isFile = IsFile(parameters);
        parameters.Close();
        if (parameters.Errors.Count > 0)
            return new ProblemResult(Problem.Validation(parameters.Errors));
        if (!isFile)
            return Results.Json(await reader.ReadAsync(client, query, after, limit, cancellationToken), HttpJson.Readable.ResponsePage);
        var file = await ResponseFile.WriteAsync(reader.ReadAsync(client, query, after, cancellationToken).Select(found => found.Answer));
        return Results.File(file, "text/csv; charset=utf-8", $"responses-{query.From:uuuu-MM-dd}-{query.To:uuuu-MM-dd}.csv");
    }

    private static ResponsePlace? After(QueryReader parameters)
    {
        if (parameters.Text("after", longest: 400) is not { } cursor)
            return null;
        if (ResponsePlace.Parse(cursor) is { } place)
            return place;
        parameters.Refuse("after", "format", "The value is no cursor: use next of an earlier answer.");
        return null;
    }

    private static bool IsFile(QueryReader parameters)
    {
        var format = parameters.Text("format") ?? "json";
        if (format is not ("json" or "csv"))
            parameters.Refuse("format", "unknown_value", "The value must be json or csv.");
        return format == "csv";
    }
}
