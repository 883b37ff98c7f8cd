using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Surveys;
using Peyk.Functions.Clients;
using Peyk.Functions.Feedback;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Reports;

/// <summary>How citizens judged, for the organisation as a whole: figures only, of no single person.</summary>
public sealed class SatisfactionReportHttp(ApiEndpoint api, SatisfactionReports reports, SurveyCatalog surveys, TimeProvider time)
{
    [Function(nameof(SatisfactionReportHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reports/satisfaction")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Reports, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var parameters = new QueryParameters(request.Query);
        var query = ResponseQuery.Read(parameters, surveys, time.GetUtcNow());
        var grouping = Grouping(parameters);
        parameters.Close();
        return parameters.Errors.Count > 0
            ? new ProblemResult(Problem.Validation(parameters.Errors))
            : Results.Json(await reports.ComputeAsync(query, grouping, client.IsTest, cancellationToken), HttpJson.Readable.SatisfactionReport);
    }

    private static SatisfactionGrouping Grouping(QueryParameters parameters)
    {
        var grouping = SatisfactionGrouping.None;
        foreach (var word in parameters.Text("groupBy")?.Split(',') ?? [])
        {
            if (SnakeCase.TryFromWord<SatisfactionGrouping>(word, out var one) && one != SatisfactionGrouping.None)
                grouping |= one;
            else
                parameters.Refuse("groupBy", "unknown_value", "The value must be a list of: service, channel, month.");
        }

        return grouping;
    }
}
