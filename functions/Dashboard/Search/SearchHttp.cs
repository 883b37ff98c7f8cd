using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Dashboard.Access;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard.Search;

/// <summary>Searches. What is looked for is posted, so that it stands in no address, history or log of a server.</summary>
public sealed class SearchHttp(DashboardDoor door, Finder finder)
{
    private const string Path = "/ops/search";
    private const string Field = "text";

    [Function("SearchPageHttp")]
    public Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/search")] HttpRequest request, CancellationToken cancellationToken) =>
        door.ShowAsync(request, (visit, _) => Task.FromResult(Page(visit, "", Html.Empty)), cancellationToken);

    [Function(nameof(SearchHttp))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/search")] HttpRequest request, CancellationToken cancellationToken) =>
        door.ActAsync(request, DashboardRole.Viewer, async (visit, form, token) =>
        {
            var text = form[Field].ToString().Trim();
            var found = text.Length is 0 or > Finder.Longest ? Findings.None : await finder.FindAsync(visit.User, text, token);
            return door.Answer(visit, Page(visit, text, Results(visit, found)));
        }, cancellationToken);

    private static DashboardPage Page(DashboardVisit visit, string text, Html results)
    {
        var language = visit.Language;
        var field = Html.Of($"""
            <label>{language["ops.search.text"]}<input type="search" name="{Field}" value="{text}" dir="auto" required maxlength="{Finder.Longest}" autocomplete="off" spellcheck="false"></label>
            """);
        return new(Path, language["ops.search.name"], Html.Of($"""
            {DashboardParts.OpenForm(visit, Path, language["ops.search.button"], field)}
            <p class="hint">{language["ops.search.hint"]}</p>
            {results}
            """));
    }

    private static Html Results(DashboardVisit visit, Findings found)
    {
        var language = visit.Language;
        if (found.Notifications.Count == 0)
            return Html.Of($"""<p class="none" role="status">{language["ops.search.none"]}</p>""");
        string[] heads =
        [
            language["ops.search.id"], language["ops.notification.accepted"], language["ops.notification.kind"], language["ops.notification.client"],
            language["ops.notification.service"], language["ops.notification.channel"], language["ops.notification.status"],
        ];
        var more = found.IsMore ? Html.Of($"""<p class="hint">{language.Say("ops.search.more", ("number", language.Format(Finder.Most)))}</p>""") : Html.Empty;
        return Html.Of($"""{DashboardParts.Table(language["ops.search.found"], heads, found.Notifications.Select(n => Row(visit, n)))}{more}""");
    }

    private static IReadOnlyList<Html> Row(DashboardVisit visit, StoredNotification n) =>
    [
        NotificationPageHttp.LinkTo(visit, n.Notification.Id),
        Html.Of($"{DashboardParts.Time(visit, n.Notification.CreatedAt)}"),
        Html.Of($"{DashboardWords.Kind(visit.Language, n.Facts.Kind)}"),
        DashboardParts.Code(n.Facts.ClientId),
        DashboardParts.Code(n.Facts.Service ?? ""),
        Html.Of($"{string.Join(" · ", n.Notification.Deliveries.Select(d => DashboardWords.Channel(visit.Language, d.Channel)))}"),
        DashboardWords.State(visit.Language, n.Notification.Status),
    ];
}
