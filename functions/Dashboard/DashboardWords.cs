using Peyk.Core.Calendars;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard;

/// <summary>The words of the API in the words of the page's language.</summary>
public static class DashboardWords
{
    public static string Status(Language language, DeliveryStatus status) => language[$"ops.status.{status.ToWord()}"];

    public static string Channel(Language language, Channel channel) => language[$"ops.channel.{channel.ToWord()}"];

    /// <summary>Why a delivery did not arrive; empty when it has no reason.</summary>
    public static string Reason(Language language, Reason? reason) => reason is { } one ? language[$"ops.reason.{one.ToWord()}"] : "";

    /// <param name="kind">As <c>status-updates</c>. One that has no name, as an old client may have written it, stays as it is.</param>
    public static string Kind(Language language, string kind) => Find(language, $"ops.kind.{kind}") ?? kind;

    /// <summary>A status to be seen at a glance.</summary>
    public static Html State(Language language, DeliveryStatus status) => State(Status(language, status), status switch
    {
        DeliveryStatus.Delivered => "good",
        DeliveryStatus.Failed or DeliveryStatus.Expired => "bad",
        DeliveryStatus.Suppressed or DeliveryStatus.Cancelled or DeliveryStatus.Held or DeliveryStatus.Scheduled => "warn",
        DeliveryStatus.Accepted or DeliveryStatus.Sending or DeliveryStatus.Sent => "",
    });

    /// <param name="tone"><c>good</c>, <c>warn</c>, <c>bad</c> or nothing.</param>
    public static Html State(string text, string tone) => Html.Of($"""<span class="state {tone}">{text}</span>""");

    internal static string? Find(Language language, string key) => language.StringKeys.Contains(key) ? language[key] : null;
}
