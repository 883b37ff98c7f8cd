using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Reports;

/// <summary>What was sent and what became of it, for the organisation as a whole, as JSON or as a CSV file: figures only, of no single person.</summary>
public sealed class DeliveryReportHttp(ApiEndpoint api, DeliveryReports reports, NotificationKeys keys, TimeProvider time)
{
    [Function(nameof(DeliveryReportHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reports/deliveries")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Reports, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var parameters = new QueryParameters(request.Query);
        var query = DeliveryReportQuery.Read(parameters, keys.Day(time.GetUtcNow()));
        var format = parameters.Word<ReportFormat>("format");
        parameters.Close();
        if (parameters.Errors.Count > 0)
            return new ProblemResult(Problem.Validation(parameters.Errors));
        var report = await reports.ComputeAsync(query, client.IsTest, cancellationToken);
        return format == ReportFormat.Csv
            ? DeliveryReportFile.Answer(report)
            : Results.Json(report, HttpJson.Readable.DeliveryReport);
    }
}

public enum ReportFormat
{
    Json,
    Csv,
}
