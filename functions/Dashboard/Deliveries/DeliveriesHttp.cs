using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Reports;
using Peyk.Functions.Delivery;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard.Deliveries;

/// <summary>The page of what was sent: any question of the API's report, as tiles, a chart and tables.</summary>
public sealed class DeliveriesHttp(DashboardDoor door, DeliveryReports reports, FigureWords words, NotificationKeys keys, TimeProvider time)
{
    [Function(nameof(DeliveriesHttp))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/deliveries")] HttpRequest request, CancellationToken cancellationToken) =>
        door.ShowAsync(request, ShowAsync, cancellationToken);

    private async Task<DashboardPage> ShowAsync(DashboardVisit visit, CancellationToken cancellationToken)
    {
        var language = visit.Language;
        var question = DeliveriesQuestion.Read(visit.Request, language, keys.Day(time.GetUtcNow()));
        var report = await reports.ComputeAsync(question.Query, isTest: false, cancellationToken);
        var days = question.Query.GroupBy is [ReportDimension.Day]
            ? report
            : await reports.ComputeAsync(question.Query with { GroupBy = [ReportDimension.Day] }, isTest: false, cancellationToken);
        return new(DeliveriesQuestion.Path, language["ops.deliveries.name"], Html.Of($"""
            {(question.IsWrong ? Html.Of($"""<p class="warning">{language["ops.deliveries.wrong"]}</p>""") : Html.Empty)}
            {DeliveriesForm.Of(language, question, words)}
            {new DeliveriesView(visit, question, words).Of(report, days)}
            """));
    }
}
