using Peyk.Core.Newsletters;
using Peyk.Functions.Callbacks;
using Peyk.Functions.Complaints;
using Peyk.Functions.Delivery;
using Peyk.Functions.Newsletters.Sending;
using Peyk.Functions.Operations;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard;

/// <summary>What needs a hand: each thing with its number and the page where it is done.</summary>
public sealed class Attention(
    Readiness readiness, DeadLetterDesk letters, ParkedCallbacks callbacks, ChannelPauses pauses, RecentIssues issues, ComplaintStore complaints,
    IndicatorReports indicators, TimeProvider time)
{
    public async Task<Html> ShowAsync(DashboardVisit visit, CancellationToken cancellationToken)
    {
        var language = visit.Language;
        var found = await Task.WhenAll(
            CountAsync("storage", HealthPageHttp.Path, async () => (await readiness.MissingAsync(cancellationToken)).Count),
            CountAsync("deadLetters", DeadLettersHttp.Path, async () => (await letters.CountAsync(cancellationToken)).Groups.Sum(g => g.Count)),
            CountAsync("callbacks", ParkedCallbacksHttp.Path, async () => (await callbacks.ReadAsync(cancellationToken)).Sum(c => c.Count)),
            CountAsync("pauses", SendingHttp.Path, async () => (await pauses.ListAsync(cancellationToken)).Count),
            CountAsync("issues", SendingHttp.Path, async () => (await issues.ReadAsync(cancellationToken)).Count(i => i.Issue is { State: IssueState.Paused })),
            CountAsync("indicators", "/ops/outlook", async () => (await indicators.CurrentAsync(cancellationToken)).Count(i => i.IsOutside)),
            CountAsync("complaints", null, () => complaints.CountOverdueAsync(time.GetUtcNow(), cancellationToken)));
        var needed = found.Where(f => f.Count > 0).ToList();
        return needed.Count == 0
            ? Html.Of($"""<p class="notice">{language["ops.attention.none"]}</p>""")
            : Html.Of($"""
                <section class="warning" aria-labelledby="attention"><h2 id="attention">{language["ops.attention.name"]}</h2>
                <ul class="plain">{needed.Select(f => Item(visit, f))}</ul></section>
                """);
    }

    private static Html Item(DashboardVisit visit, (string Name, string? Path, int Count) found)
    {
        var text = visit.Language.Say($"ops.attention.{found.Name}", ("number", DashboardParts.Number(visit.Language, found.Count)));
        return Html.Of($"<li>{(found.Path is { } path ? DashboardParts.Link(visit, path, text) : Html.Of($"{text}"))}</li>");
    }

    private static async Task<(string Name, string? Path, int Count)> CountAsync(string name, string? path, Func<Task<int>> count) => (name, path, await count());
}
