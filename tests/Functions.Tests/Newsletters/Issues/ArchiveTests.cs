using System.Net;
using System.Text.RegularExpressions;
using Peyk.Core.Newsletters;

namespace Peyk.Functions.Tests.Newsletters.Issues;

public sealed partial class ArchiveTests(IssueFixture issues) : IClassFixture<IssueFixture>
{
    [Fact]
    public async Task An_issue_that_was_sent_is_there_for_everybody_in_each_language()
    {
        var id = await issues.SentAsync();
        using var http = issues.Host.ClientWith(null);

        var english = await http.GetStringAsync($"/n/benefits-news/{id}?lang=en");
        var persian = await http.GetStringAsync($"/n/benefits-news/{id}?lang=fa");

        english.ShouldContain("<h1>New rates</h1>");
        english.ShouldContain("<p>Dear reader, these are <a href=\"https://example.org/rates?a=1&amp;b=2\">the rates</a>.</p>");
        persian.ShouldContain("<article lang=\"fa\" dir=\"rtl\">");
        persian.ShouldContain("خوانندهٔ گرامی، نرخ‌ها چنین است.");
    }

    [Fact]
    public async Task A_page_may_be_kept_by_caches_and_runs_nothing()
    {
        var id = await issues.SentAsync();
        using var http = issues.Host.ClientWith(null);

        using var answer = await http.GetAsync($"/n/benefits-news/{id}");

        answer.Headers.CacheControl!.ToString().ShouldBe("public, max-age=300");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'; style-src 'sha256-");
        answer.Headers.GetValues("X-Robots-Tag").Single().ShouldContain("noindex");
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldNotContain("<script");
        page.ShouldNotContain("style=");
        page.ShouldNotContain(IssueTags.Start);
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/n/benefits-news/{id}");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        (await http.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData(new IssueState[0])]
    [InlineData(new[] { IssueState.Scheduled })]
    [InlineData(new[] { IssueState.Scheduled, IssueState.Cancelled })]
    [InlineData(new[] { IssueState.Scheduled, IssueState.Sending, IssueState.Cancelled })]
    public async Task What_did_not_go_or_was_taken_back_is_not_there(IssueState[] states)
    {
        var id = await issues.AcceptedAsync(IssueFixture.Issue("Not for all"));
        await issues.BecomeAsync(id, states);
        using var http = issues.Host.ClientWith(null);

        using var page = await http.GetAsync($"/n/benefits-news/{id}?lang=en");
        var list = await http.GetStringAsync("/n/benefits-news?lang=en");

        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await page.Content.ReadAsStringAsync()).ShouldNotContain("Not for all");
        list.ShouldNotContain(id);
    }

    [Fact]
    public async Task The_link_in_a_mail_works_as_soon_as_the_first_mail_goes()
    {
        var id = await issues.AcceptedAsync();
        await issues.BecomeAsync(id, IssueState.Scheduled, IssueState.Sending);
        using var http = issues.Host.ClientWith(null);

        (await http.GetAsync($"/n/benefits-news/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/n/gossip")]
    [InlineData("/n/status-updates")] // A topic, and no newsletter.
    [InlineData("/n/gossip/0198c5a0-0000-7000-8000-00000000000e")]
    [InlineData("/n/benefits-news/0198c5a0-0000-7000-8000-00000000000e")]
    [InlineData("/n/benefits-news/open")]
    [InlineData("/n/benefits-news/%22%3E%3Cscript%3E")]
    public async Task What_there_is_not_is_not_found_in_words(string path)
    {
        using var http = issues.Host.ClientWith(null);

        using var answer = await http.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("<script");
    }

    [Fact]
    public async Task An_issue_of_one_topic_is_not_found_under_another()
    {
        var id = await issues.SentAsync();
        using var http = issues.Host.ClientWith(null);

        (await http.GetAsync($"/n/pensioners/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_list_leads_from_the_newest_issue_to_the_oldest()
    {
        var sent = new List<string>();
        for (var i = 0; i < 23; i++)
        {
            sent.Add(await issues.SentAsync(topic: "pensioners"));
            issues.Time.Advance(TimeSpan.FromSeconds(1));
        }

        using var http = issues.Host.ClientWith(null);
        var first = await http.GetStringAsync("/n/pensioners?lang=en");
        var next = Next().Match(first).Groups[1].Value;
        var second = await http.GetStringAsync(WebUtility.HtmlDecode(next));

        Listed(first).Concat(Listed(second)).ShouldBe(Enumerable.Reverse(sent));
        Next().IsMatch(second).ShouldBeFalse();
    }

    private static IEnumerable<string> Listed(string page) => Item().Matches(page).Select(match => match.Groups[1].Value);

    [GeneratedRegex("<li><a href=\"/n/pensioners/([0-9a-f-]{36})", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Item();

    [GeneratedRegex("<a rel=\"next\" href=\"([^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Next();
}
