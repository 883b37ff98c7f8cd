using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Surveys;
using Peyk.Functions.Dashboard.Deliveries;
using Peyk.Functions.Delivery;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard.Satisfaction;

/// <summary>The page of how citizens judged: each survey's figures, over months, by service and channel, with intervals.</summary>
public sealed class SatisfactionHttp(
    DashboardDoor door, RecentSatisfaction recent, SurveyCatalog surveys, FigureWords words, NotificationKeys keys, TimeProvider time)
{
    [Function(nameof(SatisfactionHttp))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/satisfaction")] HttpRequest request, CancellationToken cancellationToken) =>
        door.ShowAsync(request, ShowAsync, cancellationToken);

    private async Task<DashboardPage> ShowAsync(DashboardVisit visit, CancellationToken cancellationToken)
    {
        var language = visit.Language;
        var question = SatisfactionQuestion.Read(visit.Request, language, surveys, keys.Day(time.GetUtcNow()));
        var figures = await recent.ComputeAsync(question.Query, cancellationToken);
        return new(SatisfactionQuestion.Path, language["ops.satisfaction.name"], Html.Of($"""
            {(question.IsWrong ? Html.Of($"""<p class="warning">{language["ops.deliveries.wrong"]}</p>""") : Html.Empty)}
            {SatisfactionForm.Of(language, question, surveys, words)}
            {new SatisfactionView(visit, question, surveys, words).Of(figures)}
            """));
    }
}
