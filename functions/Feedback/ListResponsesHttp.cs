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
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/responses")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Responses, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var parameters = new QueryParameters(request.Query);
        var query = ResponseQuery.Read(parameters, surveys, time.GetUtcNow());
        var limit = parameters.Limit(ResponseReader.UsualPage, ResponseReader.LongestPage);
        var after = parameters.After(ResponsePlace.Parse);
        var isFile = IsFile(parameters);
        var separator = parameters.Word<CsvSeparator>("separator") ?? CsvSeparator.Comma;
        parameters.Close();
        if (parameters.Errors.Count > 0)
            return new ProblemResult(Problem.Validation(parameters.Errors));
        if (!isFile)
            return Results.Json(await reader.ReadAsync(client, query, after, limit, cancellationToken), HttpJson.Readable.ResponsePage);
        var file = await ResponseFile.WriteAsync(reader.ReadAsync(client, query, after, cancellationToken).Select(found => found.Answer), separator);
        return Results.File(file, "text/csv; charset=utf-8", $"responses-{query.From:uuuu-MM-dd}-{query.To:uuuu-MM-dd}.csv");
    }

    private static bool IsFile(QueryParameters parameters)
    {
        var format = parameters.Text("format") ?? "json";
        if (format is not ("json" or "csv"))
            parameters.Refuse("format", "unknown_value", "The value must be json or csv.");
        return format == "csv";
    }
}
