using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Delivery;
using Peyk.Functions.Reports;

namespace Peyk.Functions.Dashboard.Deliveries;

/// <summary>The answer to the page's question as the API's CSV file.</summary>
public sealed class DeliveriesFileHttp(DashboardDoor door, DeliveryReports reports, NotificationKeys keys, TimeProvider time)
{
    [Function(nameof(DeliveriesFileHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/deliveries/file")] HttpRequest request, CancellationToken cancellationToken) =>
        door.GiveAsync(request, GiveAsync, cancellationToken);

    private async Task<IResult> GiveAsync(DashboardVisit visit, CancellationToken cancellationToken)
    {
        var question = DeliveriesQuestion.Read(visit.Request, visit.Language, keys.Day(time.GetUtcNow()));
        return DeliveryReportFile.Answer(await reports.ComputeAsync(question.Query, isTest: false, cancellationToken));
    }
}
