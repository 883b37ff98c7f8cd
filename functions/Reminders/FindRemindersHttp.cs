using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Reminders;

/// <summary>The reminders of a client, by its own reference or page by page.</summary>
public sealed class FindRemindersHttp(ApiEndpoint api, ReminderReader reminders)
{
    private const int LongestReference = 128;

    [Function(nameof(FindRemindersHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reminders")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Reminders, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var parameters = new QueryParameters(request.Query);
        var query = Read(parameters);
        parameters.Close();
        if (parameters.Errors.Count > 0)
            return new ProblemResult(Problem.Validation(parameters.Errors));
        return await reminders.FindAsync(query, client.Id, cancellationToken) is { } page
            ? Results.Json(page, HttpJson.Readable.ReminderList)
            : new ProblemResult(Problem.Validation([new("query:after", "format", "The value is no cursor: use next of an earlier answer.")]));
    }

    private static ReminderQuery Read(QueryParameters parameters) => new(
        parameters.Text("reference", LongestReference),
        parameters.Word<ReminderState>("status"),
        parameters.After(cursor => cursor),
        parameters.Limit(ReminderReader.UsualPage, ReminderReader.LongestPage));
}
