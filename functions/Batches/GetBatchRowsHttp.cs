using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Batches;

/// <summary>A page of results.</summary>
/// <param name="Next">The last row of the page: <c>after</c> of the next request.</param>
/// <param name="More">There are further results already.</param>
public sealed record BatchRowPage(IReadOnlyList<BatchRowResult> Items, int Next, bool More);

/// <summary>What became of a batch's rows, in their order, as JSON or as a CSV file.</summary>
public sealed class GetBatchRowsHttp(ApiEndpoint api, BatchControl batches, BatchStore store)
{
    private const int UsualPage = 100;
    private const int LongestPage = 1000;

    [Function(nameof(GetBatchRowsHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/batches/{id}/rows")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Batches, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var errors = new List<FieldError>();
        var onlyRefused = OneOf(request, "status", "", BatchRowResult.Refused, errors) == BatchRowResult.Refused;
        var isCsv = OneOf(request, "format", "json", "csv", errors) == "csv";
        var after = Number(request, "after", 0, 0, BatchFile.MostRows, errors);
        // As a file all of them at once: it is to be opened, not followed.
        var limit = Number(request, "limit", isCsv ? BatchFile.MostRows : UsualPage, 1, isCsv ? BatchFile.MostRows : LongestPage, errors);
        if (errors.Count > 0)
            return new ProblemResult(Problem.Validation(errors));
        if (await batches.FindAsync(id, client.Id, cancellationToken) is not { } batch)
            return new ProblemResult(Problem.NotFound);
        var found = await store.ReadResultsAsync(batch.Id, after, onlyRefused, cancellationToken).Take(limit + 1).ToListAsync(cancellationToken);
        var page = found.Take(limit).ToList();
        return isCsv
            ? Results.Bytes(ResultFile.Write(page), "text/csv; charset=utf-8", $"batch-{batch.Id:D}.csv")
            : Results.Json(new BatchRowPage(page, page.Count > 0 ? page[^1].Row : after, found.Count > limit), HttpJson.Readable.BatchRowPage);
    }

    private static string OneOf(HttpRequest request, string name, string usual, string other, List<FieldError> errors)
    {
        var text = request.Query[name].ToString();
        if (text.Length > 0 && text != usual && text != other)
            errors.Add(new($"query:{name}", "unknown_value", $"The value must be {other}, or be left out."));
        return text.Length > 0 ? text : usual;
    }

    private static int Number(HttpRequest request, string name, int usual, int least, int most, List<FieldError> errors)
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0)
            return usual;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        errors.Add(new($"query:{name}", "range", $"The value must be a number from {least} to {most}."));
        return usual;
    }
}
