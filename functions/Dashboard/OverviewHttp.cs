using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard;

/// <summary>The first page: today and the last 30 days at a glance, and what needs a hand.</summary>
public sealed class OverviewHttp(DashboardDoor door, Overview overview)
{
    [Function(nameof(OverviewHttp))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops")] HttpRequest request, CancellationToken cancellationToken) =>
        door.ShowAsync(request, ShowAsync, cancellationToken);

    private async Task<DashboardPage> ShowAsync(DashboardVisit visit, CancellationToken cancellationToken) => new(
        "/ops",
        visit.Language["ops.overview.name"],
        Html.Of($"{await overview.DeliveriesAsync(visit, cancellationToken)}"));
}
