using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Contacts;

/// <summary>What was sent to a contact, newest first, a page at a time, whoever posted it.</summary>
public sealed class GetTimelineHttp(ApiEndpoint api, ContactStore contacts, TimelineReader timeline)
{
    [Function(nameof(GetTimelineHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/contacts/{id}/timeline")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.ContactsRead, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var errors = new List<FieldError>();
        var after = After(request, errors);
        var limit = Limit(request, errors);
        if (errors.Count > 0)
            return new ProblemResult(Problem.Validation(errors));
        return ContactIds.TryParse(id, out var contact) && await contacts.FindAsync(contact, client.IsTest, cancellationToken) is not null
            ? Results.Json(await timeline.ReadAsync(contact, client.IsTest, after, limit, cancellationToken), HttpJson.Readable.TimelinePage)
            : new ProblemResult(Problem.NotFound);
    }

    private static string? After(HttpRequest request, List<FieldError> errors)
    {
        if (request.Query["after"].ToString() is not { Length: > 0 } cursor)
            return null;
        if (TimelineReader.RowOf(cursor) is { } row)
            return row;
        errors.Add(new("query:after", "format", "The value is no cursor: use next of an earlier answer."));
        return null;
    }

    private static int Limit(HttpRequest request, List<FieldError> errors)
    {
        var text = request.Query["limit"].ToString();
        if (text.Length == 0)
            return TimelineReader.UsualPage;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= TimelineReader.LongestPage)
            return limit;
        errors.Add(new("query:limit", "range", $"The value must be a number from 1 to {TimelineReader.LongestPage}."));
        return 0;
    }
}
