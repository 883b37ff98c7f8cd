using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Peyk.Core.Surveys;
using Peyk.Functions.Feedback;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Contacts;

public sealed class TimelineTests(ContactFixture fixture) : IClassFixture<ContactFixture>
{
    [Fact]
    public async Task It_shows_what_names_the_contact_and_what_went_to_an_address_of_its_own_newest_first()
    {
        var id = await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120050001" });
        var named = await fixture.Api.AcceptedAsync(ContactCalls.UpdateTo(id));
        var bare = await fixture.Other.AcceptedAsync(ApiUser.StatusUpdate("+989120050001"));
        await fixture.Other.FinalAsync(bare);
        var code = (string?)(await fixture.Api.FinalAsync(named))["case"]!["code"];

        var items = (await fixture.Api.TimelineAsync(id))["items"]!.AsArray();

        items.Select(i => ((string?)i!["id"], (string?)i["client"])).ShouldBe([(bare, "labour"), (named, "pensions")]);
        var last = items[1]!;
        ((string?)last["kind"], (string?)last["template"], (string?)last["status"], (string?)last["caseCode"]).ShouldBe(("status-updates", "step", "delivered", code));
        last["channels"]!.AsArray().Select(c => (string?)c).ShouldBe(["sms"]);
    }

    [Fact]
    public async Task What_went_to_a_shared_address_is_in_nobodys_timeline()
    {
        var first = await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120050002" });
        var second = await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120050002" });

        await fixture.Api.FinalAsync(await fixture.Api.AcceptedAsync(ApiUser.StatusUpdate("+989120050002")));

        (await fixture.Api.TimelineAsync(first))["items"]!.AsArray().ShouldBeEmpty();
        (await fixture.Api.TimelineAsync(second))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_read_page_by_page()
    {
        var id = await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120050003" });
        var posted = new List<string?>();
        for (var i = 0; i < 5; i++)
            posted.Insert(0, await fixture.Api.AcceptedAsync(ContactCalls.UpdateTo(id)));

        var read = new List<string?>();
        string? next = null;
        var pages = 0;
        do
        {
            var page = await fixture.Api.TimelineAsync(id, next is null ? "?limit=2" : $"?limit=2&after={next}");
            read.AddRange(page["items"]!.AsArray().Select(i => (string?)i!["id"]));
            next = (string?)page["next"];
            pages++;
        }
        while (next is not null);

        read.ShouldBe(posted);
        pages.ShouldBe(3);
    }

    [Fact]
    public async Task A_client_finds_its_own_notifications_by_the_contact()
    {
        var id = await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120050004" });
        var own = await fixture.Api.AcceptedAsync(ContactCalls.UpdateTo(id));
        await fixture.Other.AcceptedAsync(ContactCalls.UpdateTo(id));

        var found = await fixture.Api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/notifications?contact={id}");

        found!["items"]!.AsArray().Select(i => (string?)i!["id"]).ShouldBe([own]);
    }

    [Fact]
    public async Task Trials_have_timelines_of_their_own()
    {
        var id = await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120050005" });
        await fixture.Trial.PutContactAsync(new() { ["mobile"] = "+989120050005" }, id);
        await fixture.Trial.AcceptedAsync(ContactCalls.UpdateTo(id));

        (await fixture.Trial.TimelineAsync(id))["items"]!.AsArray().Count.ShouldBe(1);
        (await fixture.Api.TimelineAsync(id))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_question_shows_what_was_answered_to_it()
    {
        var contact = await fixture.Api.PutContactAsync(new() { ["email"] = "timeline-answers@example.org", ["language"] = "en" });
        var ask = new JsonObject { ["to"] = new JsonObject { ["contactId"] = $"{contact}" }, ["survey"] = "csat", ["remind"] = false };
        using var asked = await fixture.Api.PostAsync(ask, path: "/api/v1/feedback-requests");
        var id = Guid.Parse((string)JsonNode.Parse(await asked.Content.ReadAsStringAsync())!["id"]!);
        var before = (await fixture.Api.TimelineAsync(contact))["items"]!.AsArray().ShouldHaveSingleItem()!["answers"]!.AsArray();
        var answers = fixture.Host.Get<FeedbackAnswers>();

        await answers.RecordAsync(
            (await answers.FindAsync(id, default))!, new Dictionary<string, Answer> { ["satisfaction"] = new(4) }, AnswerChannel.Web,
            TimeProvider.System.GetUtcNow(), AnswerFlags.None, default);

        before.ShouldBeEmpty();
        var answer = (await fixture.Api.TimelineAsync(contact))["items"]!.AsArray().ShouldHaveSingleItem()!["answers"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)answer["item"], (int?)answer["score"], (string?)answer["channel"]).ShouldBe(("satisfaction", 4, "web"));
    }
}
