using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Reports;

/// <summary>What moves before satisfaction does, day by day beside its usual range, as JSON or as a CSV file.</summary>
public sealed class IndicatorReportHttp(ApiEndpoint api, IndicatorReports reports, NotificationKeys keys, TimeProvider time)
{
    private static readonly string[] Heads =
        ["indicator", "unit", "day", "value", "volume", "usual_median", "usual_low", "usual_high", "usual_days", "state"];

    [Function(nameof(IndicatorReportHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reports/indicators")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Reports, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var parameters = new QueryParameters(request.Query);
        var period = ReportPeriod.Read(parameters, keys.Day(time.GetUtcNow()));
        var format = parameters.Word<ReportFormat>("format");
        parameters.Close();
        if (parameters.Errors.Count > 0)
            return new ProblemResult(Problem.Validation(parameters.Errors));
        var report = await reports.ComputeAsync(period, client.IsTest, cancellationToken);
        return format == ReportFormat.Csv
            ? ReportFile.Of($"indicators-{report.From}-{report.To}.csv", Heads, report.Indicators.SelectMany(Rows))
            : Results.Json(report, HttpJson.Readable.IndicatorReport);
    }

    private static IEnumerable<IReadOnlyList<object?>> Rows(IndicatorView indicator) => indicator.Days.Select(day => (object?[])
    [
        indicator.Indicator.ToWord(), indicator.Unit.ToWord(), day.Day, day.Value, day.Volume, day.Usual?.Median, day.Usual?.Low, day.Usual?.High,
        day.Usual?.Days, day.State.ToWord(),
    ]);
}
