using System.Net;
using Peyk.Core.Newsletters;
using Peyk.Functions.Newsletters.Issues;

namespace Peyk.Functions.Tests.Newsletters.Issues;

public sealed class ArchiveRetentionTests(IssueFixture issues) : IClassFixture<IssueFixture>
{
    [Fact]
    public async Task What_is_over_its_time_goes_with_all_its_rows_and_what_is_not_stays()
    {
        using var keyed = await issues.PostAsync(IssueFixture.Issue(), "kept-until");
        var draft = (string)(await IssueFixture.BodyAsync(keyed))["id"]!;
        var sent = await issues.SentAsync();
        var open = await issues.AcceptedAsync();
        await issues.BecomeAsync(open, IssueState.Scheduled, IssueState.Sending, IssueState.Paused);
        issues.Time.Advance(TimeSpan.FromDays(1096));
        var recent = await issues.SentAsync();

        await issues.Host.Get<ArchiveRetention>().RunAsync(default);
        await issues.Host.Get<ArchiveRetention>().RunAsync(default);

        var rows = await issues.RowsAsync();
        foreach (var gone in new[] { draft, sent })
            rows.ShouldNotContain(row => row.PartitionKey == gone || row.RowKey.Contains(gone, StringComparison.Ordinal));
        foreach (var kept in new[] { open, recent })
            (await issues.Api.Http.GetAsync(IssueFixture.PathOf(kept))).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var anew = await issues.PostAsync(IssueFixture.Issue(), "kept-until");
        anew.Headers.Contains("Idempotent-Replayed").ShouldBeFalse();
    }
}
