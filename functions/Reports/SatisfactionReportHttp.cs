using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Surveys;
using Peyk.Functions.Clients;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Reports;

/// <summary>How citizens judged, for the organisation as a whole, as JSON or as a CSV file: figures only, of no single person.</summary>
public sealed class SatisfactionReportHttp(ApiEndpoint api, SatisfactionReports reports, SurveyCatalog surveys, NotificationKeys keys, TimeProvider time)
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
        var query = SatisfactionQuery.Read(parameters, surveys, keys.Day(time.GetUtcNow()));
        var format = parameters.Word<ReportFormat>("format");
        parameters.Close();
        if (parameters.Errors.Count > 0)
            return new ProblemResult(Problem.Validation(parameters.Errors));
        var report = await reports.ComputeAsync(query, client.IsTest, cancellationToken);
        return format == ReportFormat.Csv ? SatisfactionReportFile.Answer(report) : Results.Json(report, HttpJson.Readable.SatisfactionReport);
    }
}
