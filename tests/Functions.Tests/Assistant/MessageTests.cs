using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Peyk.Functions.Assistant;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Assistant;

/// <summary>What citizens text, read and answered by persons.</summary>
public sealed class MessageTests(SmsHost host) : IClassFixture<SmsHost>
{
    [Fact]
    public async Task A_message_is_listed_and_its_answer_is_an_ordinary_notification_of_the_client()
    {
        var (phone, code) = await SayAsync("My pension of this month has not arrived.");
        var listed = (await ListAsync("state=open&limit=100")).Single(m => (string?)m["code"] == code);

        var (status, body, location) = await AnswerAsync(code, "It was paid this morning.");
        var text = await host.TextAsync(phone, 2);
        var done = await host.Api.FinalAsync((string)body["answer"]!["notification"]!);

        ((string?)listed["text"], (string?)listed["from"], (string?)listed["outcome"]).ShouldBe(("My pension of this month has not arrived.", phone, "message"));
        (status, location).ShouldBe((HttpStatusCode.Accepted, $"/api/v1/notifications/{body["answer"]!["notification"]}"));
        text.ShouldContain("It was paid this morning.");
        text.ShouldContain(code);
        ((string?)done["kind"], (string?)done["status"], (bool?)done["logIntegrity"]!["verified"]).ShouldBe(("replies", "delivered", true));
        (await ListAsync("state=answered&limit=100")).Select(m => (string?)m["code"]).ShouldContain(code);
        (await ListAsync("state=open&limit=100")).Select(m => (string?)m["code"]).ShouldNotContain(code);
        ((string?)(await host.Api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/messages/{code}"))!["answer"]!["text"]).ShouldBe("It was paid this morning.");
    }

    [Fact]
    public async Task The_same_answer_again_is_sent_once_and_another_is_refused()
    {
        var (phone, code) = await SayAsync("Where do I find the form?");

        var answers = new[] { await AnswerAsync(code, "On our site."), await AnswerAsync(code, "On our site."), await AnswerAsync(code, "Elsewhere.") };
        await host.TextAsync(phone, 2);

        answers.Select(a => a.Status).ShouldBe([HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.Conflict]);
        ((string?)answers[1].Body["answer"]!["notification"]).ShouldBe((string?)answers[0].Body["answer"]!["notification"]);
        ((string?)answers[2].Body["code"]).ShouldBe("already_answered");
        host.Texts(phone).Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_oldest_comes_first_a_page_at_a_time()
    {
        var codes = new List<string>();
        for (var i = 0; i < 3; i++)
            codes.Add((await SayAsync($"Question {i} of many, please.")).Code);

        var seen = new List<string>();
        string? next = null;
        do
        {
            var page = await host.Api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/messages?limit=2{(next is null ? "" : $"&after={next}")}");
            seen.AddRange(page!["items"]!.AsArray().Select(m => (string)m!["code"]!));
            next = (string?)page["next"];
        }
        while (next is not null);

        seen.Where(codes.Contains).ShouldBe(codes);
        seen.Distinct().Count().ShouldBe(seen.Count);
    }

    [Fact]
    public async Task What_a_machine_seems_to_have_sent_can_be_left_out()
    {
        var phone = host.NewPhone();
        await host.SayAsync(phone, "Auto-reply: I am driving and will call back later.");

        (await ListAsync("outcome=automatic&limit=100")).Count(m => (string?)m["from"] == phone).ShouldBe(1);
        (await ListAsync("outcome=message&limit=100")).ShouldNotContain(m => (string?)m["from"] == phone);
    }

    [Fact]
    public async Task Neither_a_test_key_nor_a_key_without_the_scope_sees_any()
    {
        var (_, code) = await SayAsync("A private question.");
        using var narrow = new ApiUser(host.Host.ClientWith(await host.Host.NewKeyAsync("narrow", "complaints")));

        using var refused = await narrow.Http.GetAsync("/api/v1/messages");
        using var one = await narrow.Http.GetAsync($"/api/v1/messages/{code}");
        using var unknown = await host.Api.Http.GetAsync("/api/v1/messages/0000000");
        using var wrong = await host.Api.Http.GetAsync("/api/v1/messages?state=lost&after=x&limit=0&from=x");

        (refused.StatusCode, one.StatusCode, unknown.StatusCode).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.NotFound));
        (await wrong.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsArray().Select(e => (string?)e!["pointer"]).Order()
            .ShouldBe(["query:after", "query:from", "query:limit", "query:state"]);
    }

    [Fact]
    public async Task An_answer_needs_a_text()
    {
        var (_, code) = await SayAsync("Another question.");

        using var answer = await host.Api.PostAsync(new() { ["text"] = "", ["sms"] = true }, path: $"/api/v1/messages/{code}/answer");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsArray().Select(e => (string?)e!["pointer"]).Order().ShouldBe(["/sms", "/text"]);
    }

    private async Task<(string Phone, string Code)> SayAsync(string text)
    {
        var phone = host.NewPhone();
        var sent = await host.Host.Simulator.ReplyAsync(phone, text);
        (await host.OutcomeAsync(phone, sent.Sid)).ShouldBe(InboundOutcome.Message);
        await host.TextAsync(phone, 1);
        return (phone, (await host.FindAsync(phone, sent.Sid))!.Decision!.Code!);
    }

    private async Task<IReadOnlyList<JsonObject>> ListAsync(string query) =>
        [.. (await host.Api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/messages?{query}"))!["items"]!.AsArray().Select(m => m!.AsObject())];

    private async Task<(HttpStatusCode Status, JsonObject Body, string? Location)> AnswerAsync(string code, string text)
    {
        using var answer = await host.Api.PostAsync(new() { ["text"] = text }, path: $"/api/v1/messages/{code}/answer");
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonObject>())!, answer.Headers.Location?.ToString());
    }
}
