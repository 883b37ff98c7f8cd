using Microsoft.Azure.Functions.Worker;
using NodaTime;
using Peyk.Core.Calendars;
using Peyk.Core.Reports;
using Peyk.Functions.Delivery;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard.Deliveries;

/// <summary>The deliveries of one day, page by page: ids and words, no addresses. Each leads to its notification's log.</summary>
public sealed class DeliveryListHttp(DashboardDoor door, DayDeliveries days, FigureWords words, NotificationKeys keys, TimeProvider time)
{
    [Function(nameof(DeliveryListHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/deliveries/list")] HttpRequest request, CancellationToken cancellationToken) =>
        door.ShowAsync(request, ShowAsync, cancellationToken);

    private async Task<DashboardPage> ShowAsync(DashboardVisit visit, CancellationToken cancellationToken)
    {
        var language = visit.Language;
        var question = DeliveriesQuestion.Read(visit.Request, language, keys.Day(time.GetUtcNow()));
        var parameters = new QueryParameters(visit.Request.Query);
        var day = parameters.Date("day");
        Guid? after = NotificationKeys.TryParse(parameters.Text("after"), out var id) ? id : null;
        if (day is not { } asked || question.IsWrong)
            return Page(language, language["ops.deliveries.list"], Html.Of($"""<p class="warning">{language["ops.deliveries.wrong"]}</p>"""));
        var page = await days.ReadAsync(asked, question.Query, after, cancellationToken);
        return Page(language, language.Say("ops.deliveries.listOf", ("date", language.Format(asked, DateStyle.Full))), Html.Of($"""
            {Filters(language, question)}
            <p class="hint">{language["ops.deliveries.listHint"]}</p>
            {(page.Deliveries.Count == 0 ? Html.Of($"""<p class="none">{language[page.Next is null ? "ops.deliveries.none" : "ops.deliveries.noneYet"]}</p>""") : Table(visit, page))}
            <p class="pages">{(after is null ? Html.Empty : DashboardParts.Link(visit, question.ListAddress(asked), language["ops.deliveries.first"]))}
            {(page.Next is { } next ? DashboardParts.Link(visit, question.ListAddress(asked, ("after", $"{next:D}")), language["ops.deliveries.next"]) : Html.Empty)}
            {DashboardParts.Link(visit, question.Address(DeliveriesQuestion.Path), language["ops.deliveries.back"])}</p>
            """));
    }

    private static DashboardPage Page(Language language, string title, Html main) => new(DeliveriesQuestion.ListPath, title, main);

    private Html Filters(Language language, DeliveriesQuestion question) => question.Query.Filters.Count == 0 ? Html.Empty : Html.Of($"""
        <p>{question.Query.Filters.OrderBy(f => f.Key).Select(f => Html.Of($"""<span class="state">{FigureWords.Dimension(language, f.Key)}: {string.Join(" / ", f.Value.Order(StringComparer.Ordinal).Select(w => words.Of(language, f.Key, w)))}</span> """))}</p>
        """);

    private Html Table(DashboardVisit visit, DeliveryPage page)
    {
        var language = visit.Language;
        string[] heads =
        [
            language["ops.deliveries.acceptedAt"],
            .. ((ReportDimension[])[ReportDimension.Status, ReportDimension.Reason, ReportDimension.Channel, ReportDimension.Kind, ReportDimension.Service])
                .Select(d => FigureWords.Dimension(language, d)),
            language["ops.deliveries.notification"],
        ];
        return Html.Of($"""
            <div id="deliveries" class="quiet">{DashboardParts.Table(language["ops.deliveries.list"], heads, page.Deliveries.Select(d => Row(visit, d)))}</div>
            """);
    }

    private IReadOnlyList<Html> Row(DashboardVisit visit, ListedDelivery delivery)
    {
        var (language, id) = (visit.Language, delivery.Id.ToString("D"));
        return
        [
            DashboardParts.Link(visit, $"/ops/notifications/{id}", language.Format(Instant.FromDateTimeOffset(delivery.AcceptedAt).InZone(visit.Zone).TimeOfDay)),
            Name(language, ReportDimension.Status, delivery.Status.ToWord()),
            Name(language, ReportDimension.Reason, delivery.Reason?.ToWord() ?? ""),
            Name(language, ReportDimension.Channel, delivery.Channel.ToWord()),
            Name(language, ReportDimension.Kind, delivery.Kind),
            Name(language, ReportDimension.Service, delivery.Service ?? ""),
            DashboardParts.Code(id),
        ];
    }

    private Html Name(Language language, ReportDimension dimension, string word) => DashboardParts.Word(word, Html.Of($"{words.Of(language, dimension, word)}"));
}
