using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Reports;

/// <summary>The load of the next 14 days beside how wrong such forecasts were, as JSON or as a CSV file.</summary>
public sealed class ForecastReportHttp(ApiEndpoint api, ForecastReports reports)
{
    private static readonly string[] Heads =
        ["channel", "day", "deliveries", "expected", "low", "high", "holiday", "past_wape", "past_mae"];

    [Function(nameof(ForecastReportHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reports/forecast")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Reports, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var parameters = new QueryParameters(request.Query);
        var calendar = ReportPeriod.CalendarOf(parameters);
        var format = parameters.Word<ReportFormat>("format");
        parameters.Close();
        if (parameters.Errors.Count > 0)
            return new ProblemResult(Problem.Validation(parameters.Errors));
        var report = await reports.ComputeAsync(calendar, client.IsTest, cancellationToken);
        return format == ReportFormat.Csv
            ? ReportFile.Of($"forecast-{report.LastDay}.csv", Heads, report.Series.SelectMany(Rows))
            : Results.Json(report, HttpJson.Readable.ForecastReport);
    }

    private static IEnumerable<IReadOnlyList<object?>> Rows(ForecastSeries series)
    {
        var channel = series.Channel?.ToWord() ?? "all";
        return
        [
            .. series.Past.Select(day => (object?[])[channel, day.Day, day.Deliveries, null, null, null, null, null, null]),
            .. series.Days.Select(day => (object?[])
                [channel, day.Day, null, day.Expected, day.Low, day.High, day.IsHoliday ? "yes" : "no", series.Error?.Wape, series.Error?.Mae]),
        ];
    }
}
