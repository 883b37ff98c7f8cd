using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Peyk.Functions.Tests.Newsletters.Issues;

public sealed class IssueApiTests(IssueFixture issues) : IClassFixture<IssueFixture>
{
    [Fact]
    public async Task An_issue_without_a_time_is_a_draft_and_says_what_was_posted()
    {
        var posted = IssueFixture.Issue();
        posted["segment"] = new JsonObject { ["regions"] = new JsonArray("tehran"), ["tags"] = new JsonObject { ["none"] = new JsonArray("staff") } };
        posted["window"] = "08:00-20:00";
        posted["reference"] = "winter";

        using var answer = await issues.PostAsync(posted);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var accepted = await IssueFixture.BodyAsync(answer);
        answer.Headers.Location!.ToString().ShouldBe(IssueFixture.PathOf((string)accepted["id"]!));
        ((string?)accepted["status"], accepted["languages"]!.ToJsonString()).ShouldBe(("draft", """["en","fa"]"""));
        var read = await issues.ReadAsync((string)accepted["id"]!);
        foreach (var member in new[] { "content", "segment", "window", "reference" })
            JsonNode.DeepEquals(read[member], posted[member]).ShouldBeTrue(member);
    }

    [Fact]
    public async Task An_issue_with_a_time_is_scheduled_and_found_by_the_sending()
    {
        var posted = IssueFixture.Issue();
        posted["sendAt"] = (issues.Time.GetUtcNow() + TimeSpan.FromDays(2)).ToString("O");

        var id = await issues.AcceptedAsync(posted);

        (await issues.StatusAsync(id)).ShouldBe("scheduled");
        (await issues.OpenAsync()).ShouldContain(id);
    }

    [Fact]
    public async Task Everything_wrong_is_answered_at_once()
    {
        var posted = new JsonObject
        {
            ["content"] = new JsonObject
            {
                ["xx"] = new JsonObject { ["subject"] = "s", ["body"] = "b" },
                ["english!"] = new JsonObject { ["subject"] = "s", ["body"] = "b" },
                ["fa"] = new JsonObject { ["subject"] = "", ["body"] = " " },
                ["en"] = new JsonObject { ["body"] = 7, ["html"] = "x" },
            },
            ["segment"] = new JsonObject { ["colour"] = "red" },
            ["sendAt"] = "tomorrow",
            ["window"] = "always",
            ["surprise"] = 1,
        };

        using var answer = await issues.PostAsync(posted, topic: "gossip");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await IssueFixture.ErrorsAsync(answer)).ShouldBe(
            [
                ("path:topic", "unknown_value"), ("/content/xx", "unknown_value"), ("/content/english!", "format"), ("/content/fa/subject", "empty"),
                ("/content/fa/body", "empty"), ("/content/en/subject", "required"), ("/content/en/body", "type"), ("/content/en/html", "unknown_member"),
                ("/segment/colour", "unknown_member"), ("/sendAt", "format"), ("/window", "format"), ("/surprise", "unknown_member"),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Texts_that_cannot_be_sent_are_refused_in_every_language_at_once()
    {
        var posted = IssueFixture.Issue("{{nobody}}");
        posted["content"]!["fa"]!["body"] = "[x](javascript:alert(1)) ![p](https://example.org/p.png)";

        using var answer = await issues.PostAsync(posted);

        (await IssueFixture.ErrorsAsync(answer)).ShouldBe(
            [("/content/fa/body", "url_scheme"), ("/content/fa/body", "picture"), ("/content/en/subject", "unknown_placeholder")], ignoreOrder: true);
    }

    [Fact]
    public async Task A_mail_that_gmail_would_cut_is_refused()
    {
        var posted = IssueFixture.Issue();
        posted["content"]!["fa"]!["body"] = string.Concat(Enumerable.Repeat("نرخ‌های تازه از یکم دی چنین است. ", 1700));

        using var answer = await issues.PostAsync(posted);

        (await IssueFixture.ErrorsAsync(answer)).ShouldBe([("/content/fa/body", "too_long")]);
    }

    [Fact]
    public async Task The_longest_issue_that_is_taken_is_kept_whole()
    {
        var posted = IssueFixture.Issue();
        var body = string.Concat(Enumerable.Repeat("نرخ‌های تازه از یکم دی چنین است. ", 1500));
        posted["content"]!["fa"]!["body"] = body;

        var read = await issues.ReadAsync(await issues.AcceptedAsync(posted));

        ((string?)read["content"]!["fa"]!["body"]).ShouldBe(body);
    }

    [Fact]
    public async Task Lines_that_end_as_on_windows_are_taken()
    {
        var posted = IssueFixture.Issue();
        posted["content"]!["en"]!["body"] = "# Rates\r\n\r\nFrom winter on.";

        var read = await issues.ReadAsync(await issues.AcceptedAsync(posted));

        ((string?)read["content"]!["en"]!["body"]).ShouldBe("# Rates\n\nFrom winter on.");
    }

    [Fact]
    public async Task A_repeat_under_the_same_key_is_the_same_issue()
    {
        var posted = IssueFixture.Issue();
        posted["sendAt"] = (issues.Time.GetUtcNow() + TimeSpan.FromHours(1)).ToString("O");
        posted["expiresAt"] = (issues.Time.GetUtcNow() + TimeSpan.FromHours(2)).ToString("O");
        using var first = await issues.PostAsync(posted, "issue-once");
        issues.Time.Advance(TimeSpan.FromHours(3)); // Its times are over by now.

        using var again = await issues.PostAsync(posted, "issue-once");
        using var other = await issues.PostAsync(IssueFixture.Issue("Other"), "issue-once");

        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        again.Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);
        other.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_dry_run_shows_the_mail_in_every_language_and_keeps_nothing()
    {
        var before = (await issues.RowsAsync()).Count;

        using var answer = await issues.PostAsync(IssueFixture.Issue(), query: "?dryRun=true");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var mails = (await IssueFixture.BodyAsync(answer))["mails"]!.AsArray();
        mails.Select(m => (string)m!["language"]!).ShouldBe(["en", "fa"]);
        ((string)mails[1]!["html"]!).ShouldContain("dir=\"rtl\"");
        ((string)mails[0]!["text"]!).ShouldContain("Dear reader, these are the rates (https://example.org/rates?a=1&b=2).");
        (await issues.RowsAsync()).Count.ShouldBe(before);
    }

    [Fact]
    public async Task A_preview_is_for_a_reader_of_the_given_name()
    {
        var id = await issues.AcceptedAsync();

        using var all = await issues.Api.Http.GetAsync($"{IssueFixture.PathOf(id)}/preview");
        using var one = await issues.TurnAsync(id, "preview", new() { ["language"] = "fa", ["name"] = "<سارا>" });
        using var none = await issues.TurnAsync(id, "preview", new() { ["language"] = "de" });

        (await IssueFixture.BodyAsync(all))["mails"]!.AsArray().Count.ShouldBe(2);
        var mail = (await IssueFixture.BodyAsync(one))["mails"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)mail["html"]!).ShouldContain("&lt;سارا&gt; گرامی، سلام");
        ((string)mail["text"]!).ShouldContain("<سارا>، نرخ‌ها چنین است.");
        (await IssueFixture.ErrorsAsync(none)).ShouldBe([("/language", "unknown_value")]);
    }

    [Fact]
    public async Task Another_clients_issue_is_not_there()
    {
        var id = await issues.AcceptedAsync();
        using var other = await issues.UserAsync("other");

        using var read = await other.Http.GetAsync(IssueFixture.PathOf(id));
        using var cancelled = await other.Http.PostAsync($"{IssueFixture.PathOf(id)}/cancel", null);
        using var elsewhere = await issues.Api.Http.GetAsync(IssueFixture.PathOf(id, "pensioners"));
        using var listed = await other.Http.GetAsync("/api/v1/newsletters/benefits-news/issues");

        (read.StatusCode, cancelled.StatusCode, elsewhere.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound));
        (await IssueFixture.BodyAsync(listed))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_comes_newest_first_page_by_page()
    {
        var posted = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            posted.Add(await issues.AcceptedAsync(IssueFixture.Issue($"Number {i}"), "pensioners"));
            issues.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var listed = new List<string>();
        string? after = null;
        do
        {
            var page = (await issues.Api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/newsletters/pensioners/issues?limit=2{(after is null ? "" : $"&after={after}")}"))!;
            page["items"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(2);
            listed.AddRange(page["items"]!.AsArray().Select(item => (string)item!["id"]!));
            after = (string?)page["next"];
        }
        while (after is not null);

        listed.ShouldBe(Enumerable.Reverse(posted));
    }

    [Fact]
    public async Task A_key_without_the_scope_may_not_post()
    {
        using var poor = await issues.UserAsync("poor", Peyk.Functions.Clients.Scopes.StatusUpdates);

        using var answer = await poor.PostAsync(IssueFixture.Issue(), path: "/api/v1/newsletters/benefits-news/issues");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
