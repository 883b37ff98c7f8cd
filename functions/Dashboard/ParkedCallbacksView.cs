using Peyk.Core.Calendars;
using Peyk.Functions.Callbacks;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard;

/// <summary>What the page of parked callbacks shows.</summary>
internal static class ParkedCallbacksView
{
    /// <param name="client">The one whose callbacks are listed; null for none.</param>
    /// <param name="next">Where its list goes on; null when it does not.</param>
    public static Html Show(
        DashboardVisit visit, IReadOnlyList<ParkedOfClient> clients, ParkedOfClient? client, IReadOnlyList<Callback> items, string? next)
    {
        var language = visit.Language;
        if (clients.Count == 0)
            return Html.Of($"""<p class="none">{language["ops.callbacks.noClients"]}</p>""");
        string[] heads =
        [
            language["ops.callbacks.client"], language["ops.callbacks.endpoint"], language["ops.callbacks.parked"], language["ops.callbacks.why"],
            .. visit.MayOperate ? [language["ops.callbacks.act"]] : Array.Empty<string>(),
        ];
        return Html.Of($"""
            <p class="hint">{language["ops.callbacks.hint"]}</p>
            {DashboardParts.Table(language["ops.callbacks.caption"], heads, clients.Select(c => Row(visit, c)))}
            {(client is null ? Html.Empty : List(visit, client, items, next))}
            """);
    }

    private static IReadOnlyList<Html> Row(DashboardVisit visit, ParkedOfClient client)
    {
        var language = visit.Language;
        List<Html> cells =
        [
            client.Count == 0 ? DashboardParts.Code(client.Client) : DashboardParts.Link(visit, $"{ParkedCallbacksHttp.Path}?{ParkedCallbacksHttp.ClientField}={client.Client}", client.Client),
            DashboardWords.State(language[$"ops.callbacks.states.{client.State.ToWord()}"], client.State switch
            {
                CallbackEndpointState.Enabled => "good",
                CallbackEndpointState.Disabled => "bad",
                CallbackEndpointState.Removed => "warn",
            }),
            client.IsWhole ? DashboardParts.Cell(language, client.Count) : Html.Of($"{language.Say("ops.callbacks.atLeast", ("number", DashboardParts.Number(language, client.Count)))}"),
            Html.Of($"{client.Groups.Select((g, i) => Html.Of($"{(i == 0 ? Html.Empty : Html.Of($"<br>"))}{Group(visit, g)}"))}"),
        ];
        if (visit.MayOperate)
        {
            cells.Add(client.Count == 0 || client.State != CallbackEndpointState.Enabled
                ? Html.Of($"–")
                : DashboardParts.Form(visit, $"{ParkedCallbacksHttp.Path}/redeliver-all", language["ops.callbacks.redeliverAll"], Client(client.Client), danger: true));
        }

        return cells;
    }

    private static Html List(DashboardVisit visit, ParkedOfClient client, IReadOnlyList<Callback> items, string? next)
    {
        var language = visit.Language;
        string[] heads =
        [
            language["ops.callbacks.callback"], language["ops.callbacks.error"], language["ops.callbacks.last"],
            .. visit.MayOperate ? [language["ops.callbacks.act"]] : Array.Empty<string>(), language["ops.callbacks.attempts"], language["ops.callbacks.event"],
        ];
        var title = language.Say("ops.callbacks.of", ("client", client.Client));
        var more = next is null
            ? Html.Empty
            : Html.Of($"""<p class="pages">{DashboardParts.Link(visit, $"{ParkedCallbacksHttp.Path}?{ParkedCallbacksHttp.ClientField}={client.Client}&{ParkedCallbacksHttp.AfterField}={Uri.EscapeDataString(next)}", language["ops.callbacks.next"])}</p>""");
        return items.Count == 0
            ? Html.Of($"""<h2>{title}</h2><p class="none">{language["ops.callbacks.none"]}</p>""")
            : Html.Of($"<h2>{title}</h2>{DashboardParts.Table(language["ops.callbacks.listCaption"], heads, items.Select(c => Row(visit, client, c)))}{more}");
    }

    private static IReadOnlyList<Html> Row(DashboardVisit visit, ParkedOfClient client, Callback callback)
    {
        var language = visit.Language;
        List<Html> cells =
        [
            callback.Event.Notification is { } id ? NotificationPageHttp.LinkTo(visit, id) : DashboardParts.Code(callback.Event.Id),
            Html.Of($"<bdi>{Failure(language, callback.LastFailure, callback.LastHttpStatus)}</bdi>"),
            Html.Of($"{DashboardParts.Time(visit, callback.LastAt ?? callback.DoneAt ?? callback.Event.At)}"),
        ];
        if (visit.MayOperate)
        {
            cells.Add(client.State != CallbackEndpointState.Enabled
                ? Html.Of($"–")
                : DashboardParts.Form(visit, $"{ParkedCallbacksHttp.Path}/redeliver", language["ops.callbacks.redeliver"], Html.Of($"""
                    {Client(client.Client)}<input type="hidden" name="{ParkedCallbacksHttp.CallbackField}" value="{callback.Event.Id}">
                    """)));
        }

        cells.Add(DashboardParts.Cell(language, callback.Attempts));
        cells.Add(DashboardParts.Code(callback.Event.Type));
        return cells;
    }

    private static Html Group(DashboardVisit visit, ParkedGroup group) => Html.Of($"""
        <bdi>{Failure(visit.Language, group.Failure, group.HttpStatus)}</bdi> · {DashboardParts.Number(visit.Language, group.Count)} <span class="hint"><bdi>{DashboardParts.Time(visit, group.LastAt)}</bdi></span>
        """);

    private static string Failure(Language language, CallbackFailure? failure, int? status) => failure switch
    {
        null => "–",
        CallbackFailure.HttpStatus => language.Say("ops.callbacks.failures.http_status", ("status", language.LocaliseDigits($"{status}"))),
        { } other => language[$"ops.callbacks.failures.{other.ToWord()}"],
    };

    private static Html Client(string client) => Html.Of($"""<input type="hidden" name="{ParkedCallbacksHttp.ClientField}" value="{client}">""");
}
