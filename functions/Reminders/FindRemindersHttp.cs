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
        var errors = new List<FieldError>();
        var query = Read(request.Query, errors);
        if (errors.Count > 0)
            return new ProblemResult(Problem.Validation(errors));
        return await reminders.FindAsync(query, client.Id, cancellationToken) is { } page
            ? Results.Json(page, HttpJson.Readable.ReminderList)
            : new ProblemResult(Problem.Validation([new("query:after", "format", "The value is no cursor: use next of an earlier answer.")]));
    }

    private static ReminderQuery Read(IQueryCollection query, List<FieldError> errors)
    {
        var reference = query["reference"].ToString();
        if (reference.Length > LongestReference)
            errors.Add(new("query:reference", "too_long", $"The value is longer than {LongestReference} characters."));
        var state = QueryParameters.Word<ReminderState>(query, "status", errors);
        var limit = QueryParameters.Limit(query, ReminderReader.UsualPage, ReminderReader.LongestPage, errors);
        return new(reference.Length == 0 ? null : reference, state, query["after"].ToString() is { Length: > 0 } after ? after : null, limit);
    }
}
