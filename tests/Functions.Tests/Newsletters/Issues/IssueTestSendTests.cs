using System.Net;
using System.Text.Json.Nodes;

namespace Peyk.Functions.Tests.Newsletters.Issues;

public sealed class IssueTestSendTests(IssueFixture issues) : IClassFixture<IssueFixture>
{
    [Fact]
    public async Task A_test_goes_to_each_address_in_every_language_and_says_so()
    {
        var id = await issues.AcceptedAsync();

        using var answer = await issues.TurnAsync(id, "tests", To("editor-1@example.org"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var sent = (await IssueFixture.BodyAsync(answer))["items"]!.AsArray();
        sent.Select(item => (string)item!["language"]!).ShouldBe(["en", "fa"]);
        foreach (var item in sent)
        {
            var notification = await issues.Api.FinalAsync((string)item!["notificationId"]!);
            ((string?)notification["status"], (string?)notification["kind"], (string?)notification["template"]).ShouldBe(("delivered", "newsletters", "issue-test"));
        }

        var mails = issues.Host.Simulator.Mails.Where(mail => mail.To == "editor-1@example.org").ToList();
        mails.Select(mail => mail.Subject).ShouldBe(["[Test] New rates", "[آزمایشی] نرخ‌های تازه"], ignoreOrder: true);
        mails.ShouldAllBe(mail => !mail.Html!.Contains("%peyk-", StringComparison.Ordinal) && !mail.Text!.Contains("%peyk-", StringComparison.Ordinal));
        (await issues.StatusAsync(id)).ShouldBe("draft");
    }

    [Fact]
    public async Task A_test_shows_the_issue_as_it_is_when_it_goes()
    {
        var id = await issues.AcceptedAsync();
        using var changed = await issues.ChangeAsync(id, IssueFixture.Issue("Changed rates"));

        using var answer = await issues.TurnAsync(id, "tests", ToIn("en", "editor-2@example.org"));

        await issues.Api.FinalAsync((string)(await IssueFixture.BodyAsync(answer))["items"]![0]!["notificationId"]!);
        issues.Host.Simulator.Mails.Single(mail => mail.To == "editor-2@example.org").Subject.ShouldBe("[Test] Changed rates");
    }

    [Fact]
    public async Task A_repeat_under_the_same_key_sends_nothing_more()
    {
        var id = await issues.AcceptedAsync();
        var path = $"{IssueFixture.PathOf(id)}/tests";
        using var first = await issues.Api.PostAsync(To("editor-3@example.org", "editor-4@example.org"), "test-once", path);
        var sent = await first.Content.ReadAsStringAsync();
        foreach (var item in JsonNode.Parse(sent)!["items"]!.AsArray())
            await issues.Api.FinalAsync((string)item!["notificationId"]!);

        using var again = await issues.Api.PostAsync(To("editor-3@example.org", "editor-4@example.org"), "test-once", path);

        (await again.Content.ReadAsStringAsync()).ShouldBe(sent);
        issues.Host.Simulator.Mails.Count(mail => mail.To is "editor-3@example.org" or "editor-4@example.org").ShouldBe(4);
    }

    public static TheoryData<JsonObject, string, string> Bad => new()
    {
        { [], "/to", "required" },
        { To([.. Enumerable.Range(0, 11).Select(i => $"many-{i}@example.org")]), "/to", "too_long" },
        { To("nobody"), "/to/0", "format" },
        { To("twice@example.org", "twice@example.org"), "/to/1", "duplicate" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_bad_request_sends_nothing(JsonObject body, string pointer, string code)
    {
        var id = await issues.AcceptedAsync();

        using var answer = await issues.TurnAsync(id, "tests", body);

        (await IssueFixture.ErrorsAsync(answer)).ShouldBe([(pointer, code)]);
    }

    private static JsonObject To(params string[] addresses) => new() { ["to"] = new JsonArray([.. addresses.Select(a => (JsonNode)a)]) };

    private static JsonObject ToIn(string language, string address)
    {
        var body = To([address]);
        body["language"] = language;
        return body;
    }
}
