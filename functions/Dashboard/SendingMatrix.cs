using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard;

/// <summary>Kinds of messages by channels: whether they are sent, and since when they are not.</summary>
public sealed class SendingMatrix(ChannelPauses pauses)
{
    private static readonly IReadOnlyList<Channel> Channels = Enum.GetValues<Channel>();

    public async Task<Html> ShowAsync(DashboardVisit visit, CancellationToken cancellationToken)
    {
        var language = visit.Language;
        var paused = (await pauses.ListAsync(cancellationToken)).ToDictionary(p => (p.Channel, p.Kind), p => p.Since);
        string[] heads = [language["ops.sending.kind"], .. Channels.Select(c => DashboardWords.Channel(language, c))];
        IReadOnlyList<Html> Row(string? kind, string name, IReadOnlyList<Channel> channels) =>
            [Html.Of($"{name}"), .. Channels.Select(c => channels.Contains(c) ? Cell(visit, c, kind, paused) : Html.Of($"–"))];
        return Html.Of($"""
            <p class="hint">{language["ops.sending.hint"]}</p>
            {DashboardParts.Table(language["ops.sending.caption"], heads,
            [
                Row(null, language["ops.sending.everything"], Channels),
                .. MessageKinds.All.Select(k => Row(k.Name, DashboardWords.Kind(language, k.Name), k.Channels)),
            ])}
            """);
    }

    private static Html Cell(DashboardVisit visit, Channel channel, string? kind, Dictionary<(Channel, string?), DateTimeOffset> paused)
    {
        var language = visit.Language;
        var isPaused = paused.TryGetValue((channel, kind), out var since);
        var state = isPaused ? DashboardWords.State(language.Say("ops.sending.pausedSince", ("time", DashboardParts.Time(visit, since))), "bad")
            : kind is not null && paused.ContainsKey((channel, null)) ? DashboardWords.State(language["ops.sending.pausedWithChannel"], "warn")
            : DashboardWords.State(language["ops.sending.sends"], "good");
        var fields = Html.Of($"""
            <input type="hidden" name="{SendingHttp.ChannelField}" value="{channel.ToWord()}"><input type="hidden" name="{SendingHttp.KindField}" value="{kind}">
            """);
        var form = isPaused
            ? DashboardParts.Form(visit, $"{SendingHttp.Path}/resume", language["ops.sending.resume"], fields)
            : DashboardParts.Form(visit, $"{SendingHttp.Path}/pause", language["ops.sending.pause"], fields, danger: true);
        return Html.Of($"""<div class="act">{state} {form}</div>""");
    }
}
