using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Reports;

/// <summary>Complaints that were opened and answered, the backlog, and how fast they were answered, as JSON or as a CSV file.</summary>
public sealed class ComplaintReportHttp(ApiEndpoint api, ComplaintReports reports, NotificationKeys keys, TimeProvider time)
{
    private static readonly string[] Heads =
        ["opened", "answered", "on_time", "backlog", "overdue", "time_to_answer_count", "time_to_answer_p50", "time_to_answer_p90", "time_to_answer_p95", "time_to_answer_p99"];

    [Function(nameof(ComplaintReportHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reports/complaints")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Reports, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var parameters = new QueryParameters(request.Query);
        var query = ComplaintReportQuery.Read(parameters, keys.Day(time.GetUtcNow()));
        var format = parameters.Word<ReportFormat>("format");
        parameters.Close();
        if (parameters.Errors.Count > 0)
            return new ProblemResult(Problem.Validation(parameters.Errors));
        var report = await reports.ComputeAsync(query, client.IsTest, cancellationToken);
        return format == ReportFormat.Csv
            ? ReportFile.Of($"complaints-{report.From}-{report.To}.csv", [.. report.GroupBy, .. Heads], Rows(report, query))
            : Results.Json(report, HttpJson.Readable.ComplaintReportView);
    }

    private static IEnumerable<IReadOnlyList<object?>> Rows(ComplaintReportView report, ComplaintReportQuery query)
    {
        foreach (var group in report.Groups)
            yield return [.. query.GroupBy.Select(d => (object?)Word(group, d)), .. Cells(group.Figures)];
        if (report.Total is { } total)
            yield return [.. query.GroupBy.Select((_, i) => (object?)(i == 0 ? "total" : "")), .. Cells(total)];
    }

    private static object?[] Cells(ComplaintReportFigures f) =>
    [
        f.Opened, f.Answered, f.OnTime, f.Backlog, f.Overdue, f.TimeToAnswer.Count, f.TimeToAnswer.P50, f.TimeToAnswer.P90, f.TimeToAnswer.P95,
        f.TimeToAnswer.P99,
    ];

    private static string? Word(ComplaintReportGroup group, ComplaintDimension dimension) => dimension switch
    {
        ComplaintDimension.Day => group.Day,
        ComplaintDimension.Month => group.Month,
        ComplaintDimension.Service => group.Service,
        ComplaintDimension.Source => group.Source,
    };
}
