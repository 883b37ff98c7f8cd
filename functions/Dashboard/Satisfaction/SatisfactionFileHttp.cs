using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Surveys;
using Peyk.Functions.Delivery;
using Peyk.Functions.Reports;

namespace Peyk.Functions.Dashboard.Satisfaction;

/// <summary>The figures of the page as the API's CSV file, grouped as the address says.</summary>
public sealed class SatisfactionFileHttp(DashboardDoor door, SatisfactionReports reports, SurveyCatalog surveys, NotificationKeys keys, TimeProvider time)
{
    [Function(nameof(SatisfactionFileHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/satisfaction/file")] HttpRequest request, CancellationToken cancellationToken) =>
        door.GiveAsync(request, GiveAsync, cancellationToken);

    private async Task<IResult> GiveAsync(DashboardVisit visit, CancellationToken cancellationToken)
    {
        var question = SatisfactionQuestion.Read(visit.Request, visit.Language, surveys, keys.Day(time.GetUtcNow()));
        return SatisfactionReportFile.Answer(await reports.ComputeAsync(question.Query, isTest: false, cancellationToken));
    }
}
