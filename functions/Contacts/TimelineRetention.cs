using Microsoft.Extensions.Options;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Contacts;

/// <summary>Takes notifications out of the timelines once they are gone themselves, once a week.</summary>
public sealed class TimelineRetention(
    ContactTimeline timeline, Cursors cursors, NotificationKeys keys, IOptions<PeykOptions> peyk, IOptions<RetentionOptions> options, TimeProvider time)
{
    private const string Work = "retention-timeline";
    private const int EveryDays = 7;

    /// <summary>For the wait for a receipt, and a few days more: nothing that is still there is taken out.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromDays(14);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await cursors.ReadAsync(Work, cancellationToken) is { } last && last.PlusDays(EveryDays) > keys.Day(now))
            return;
        var kept = options.Value.Log + peyk.Value.LongestLifetime + peyk.Value.DefaultLifetime + Margin;
        await timeline.PurgeAsync(now - kept, cancellationToken);
        await cursors.WriteAsync(Work, keys.Day(now), cancellationToken);
    }
}
