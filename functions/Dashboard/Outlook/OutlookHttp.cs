using Microsoft.Azure.Functions.Worker;
using NodaTime;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard.Outlook;

/// <summary>What moves before satisfaction does, and what load is to come.</summary>
public sealed class OutlookHttp(DashboardDoor door, IndicatorReports indicators, ForecastReports forecast)
{
    [Function(nameof(OutlookHttp))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/outlook")] HttpRequest request, CancellationToken cancellationToken) =>
        door.ShowAsync(request, ShowAsync, cancellationToken);

    private async Task<DashboardPage> ShowAsync(DashboardVisit visit, CancellationToken cancellationToken)
    {
        var views = indicators.CurrentAsync(cancellationToken);
        var expected = await forecast.ComputeAsync(CalendarSystem.Iso, isTest: false, cancellationToken);
        return new(
            "/ops/outlook",
            visit.Language["ops.outlook.name"],
            Html.Of($"{IndicatorParts.Of(visit, await views)}{ForecastParts.Of(visit, expected)}"));
    }
}
