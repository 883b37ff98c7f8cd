using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard;

/// <summary>What became of one notification: its deliveries and every entry of its log. Nothing of its content.</summary>
public sealed class NotificationPageHttp(DashboardDoor door, NotificationStore store, LogVerification logs)
{
    [Function(nameof(NotificationPageHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/notifications/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        door.ShowAsync(request, (visit, token) => ShowAsync(visit, id, token), cancellationToken);

    internal static Html LinkTo(DashboardVisit visit, Guid id) => Html.Of(
        $"""<a href="/ops/notifications/{id.ToString("D")}?lang={visit.Language.Tag.Value}">{DashboardParts.Code(id.ToString("D"))}</a>""");

    private async Task<DashboardPage> ShowAsync(DashboardVisit visit, string id, CancellationToken cancellationToken)
    {
        var title = visit.Language["ops.notification.name"];
        return NotificationKeys.TryParse(id, out var key) && await store.ReadAsync(key, cancellationToken) is { } stored
            ? new($"/ops/notifications/{key:D}", title, Main(visit, stored))
            : new($"/ops/notifications/{Uri.EscapeDataString(id)}", title, Html.Of($"""<p class="none">{visit.Language["ops.notification.none"]}</p>"""));
    }

    private Html Main(DashboardVisit visit, StoredNotification stored)
    {
        var (language, facts, notification) = (visit.Language, stored.Facts, stored.Notification);
        return Html.Of($"""
            <p>{DashboardParts.Code(notification.Id.ToString("D"))} {DashboardWords.State(language, notification.Status)}{(facts.IsTest ? DashboardWords.State(language["ops.notification.test"], "warn") : Html.Empty)}</p>
            {DashboardParts.Tiles(
                (language["ops.notification.kind"], DashboardWords.Kind(language, facts.Kind), facts.Template),
                (language["ops.notification.client"], facts.ClientId, null),
                (language["ops.notification.service"], facts.Service ?? "–", facts.Step),
                (language["ops.notification.accepted"], DashboardParts.Time(visit, notification.CreatedAt), language.Say("ops.notification.until", ("time", DashboardParts.Time(visit, notification.ExpiresAt)))))}
            <h2>{language["ops.notification.deliveries"]}</h2>
            {DashboardParts.Table(language["ops.notification.deliveries"], Heads(visit, "channel", "status", "at", "reason", "provider", "attempts"), notification.Deliveries.Select(d => Row(visit, d)))}
            <h2>{language["ops.notification.log"]}</h2>
            {DashboardParts.Table(language["ops.notification.log"], Heads(visit, "entry", "at", "event", "delivery", "status", "reason", "provider"), stored.Log.Select(l => Row(visit, l)))}
            <p class="hint">{(logs.Verify(stored) is null ? language["ops.notification.whole"] : language["ops.notification.broken"])}</p>
            """);
    }

    private static string[] Heads(DashboardVisit visit, params ReadOnlySpan<string> names)
    {
        var heads = new string[names.Length];
        for (var i = 0; i < names.Length; i++)
            heads[i] = visit.Language[$"ops.notification.{names[i]}"];
        return heads;
    }

    private static IReadOnlyList<Html> Row(DashboardVisit visit, Core.Deliveries.Delivery d) =>
    [
        Html.Of($"{DashboardWords.Channel(visit.Language, d.Channel)}"),
        DashboardWords.State(visit.Language, d.Status),
        Html.Of($"{DashboardParts.Time(visit, d.At)}"),
        Html.Of($"{DashboardWords.Reason(visit.Language, d.Reason)}"),
        DashboardParts.Code(d.Code ?? ""),
        DashboardParts.Cell(visit.Language, d.Attempts.Length),
    ];

    private static IReadOnlyList<Html> Row(DashboardVisit visit, LogEntry l) =>
    [
        DashboardParts.Cell(visit.Language, l.Sequence),
        Html.Of($"{DashboardParts.Time(visit, l.Event.At)}"),
        DashboardParts.Code(l.Event.Event),
        l.Event.Delivery is { } number ? DashboardParts.Cell(visit.Language, number) : Html.Empty,
        l.Event.Status is { } status ? DashboardWords.State(visit.Language, status) : Html.Empty,
        Html.Of($"{DashboardWords.Reason(visit.Language, l.Event.Reason)}"),
        DashboardParts.Code(string.Join(' ', ((string?[])[l.Event.Code, l.Event.ProviderId]).OfType<string>())),
    ];
}
