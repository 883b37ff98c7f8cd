using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Peyk.Functions.Assistant;
using Peyk.Functions.Callbacks;
using Peyk.Functions.Complaints;
using Peyk.Functions.Tests.Assistant;
using Peyk.Functions.Tests.Callbacks;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Complaints;

/// <summary>From a low score to the question how the recovery was.</summary>
public sealed class ComplaintTests(SmsHost host) : IClassFixture<SmsHost>
{
    [Fact]
    public async Task A_low_score_is_registered_told_to_the_unit_answered_closed_and_asked_about()
    {
        await using var endpoint = await Endpoint.StartAsync();
        CallbackUrl.TryParse(endpoint.Address.ToString(), new CallbackNetwork(isDevelopment: true), out var url, out _).ShouldBeTrue();
        await host.Host.Get<CallbackEndpoints>().SetAsync("test", url!, default);
        var phone = host.NewPhone();
        var contact = await host.Api.PutContactAsync(new() { ["mobile"] = phone, ["email"] = "unhappy@example.org", ["language"] = "en" });
        var request = await AskContactAsync(contact, phone);

        await host.SayAsync(phone, "1");
        var complaint = await host.ComplaintOfAsync(request);
        var code = (string)complaint["code"]!;
        await host.MailAsync(SmsHost.UnitEmail, complaint);
        await Wait.UntilAsync(
            () => endpoint.Requests.Any(r => (string?)Endpoint.EventOf(r)["type"] == "peyk.complaint.opened"), what: "the callback");
        await Wait.UntilAsync(() => host.Texts(phone).Any(t => t.Contains(code, StringComparison.Ordinal)), what: "the confirmation");
        var (status, answered) = await host.Api.AnswerAsync(complaint, "We have corrected the amount.");
        await Wait.UntilAsync(() => host.Texts(phone).Any(t => t.Contains("We have corrected", StringComparison.Ordinal)), what: "the answer");

        ((string?)complaint["state"], (string?)complaint["source"], (int?)complaint["score"]).ShouldBe(("open", "low_score", 1));
        (status, (string?)answered["state"], (string?)answered["answer"]).ShouldBe((HttpStatusCode.OK, "closed", "We have corrected the amount."));
        ((string?)Endpoint.EventOf(endpoint.Requests.Single(r => r.Body.Contains("peyk.complaint.opened", StringComparison.Ordinal)))["data"]!["code"]).ShouldBe(code);
        var timeline = (await host.Api.TimelineAsync(contact))["items"]!.AsArray().Select(i => $"{i!["kind"]} {i["template"]}").ToList();
        timeline.ShouldContain("complaints registered");
        timeline.ShouldContain("complaints answer");
        timeline.Count(t => t == "feedback-requests ask").ShouldBe(2);
        var recovery = (await host.Api.TimelineAsync(contact))["items"]!.AsArray().First(i => (string?)i!["template"] == "ask")!;
        ((string?)(await host.RequestAsync((string)recovery["id"]!))["survey"]).ShouldBe("e-recs-qual");
    }

    [Fact]
    public async Task A_promise_counts_from_the_answer_and_not_from_the_question()
    {
        var phone = host.NewPhone();
        var request = await host.AskAsync(phone, "en");
        host.Clock.Advance(TimeSpan.FromDays(12));
        var answeredAt = host.Clock.GetUtcNow();

        await host.SayAsync(phone, "1");

        var complaint = await host.ComplaintOfAsync(request);
        complaint["promisedBy"]!.GetValue<DateTimeOffset>().ShouldBeGreaterThan(answeredAt.AddDays(4));
    }

    [Fact]
    public async Task What_is_overdue_goes_once_to_whoever_stands_above_the_unit_and_can_still_be_answered()
    {
        var phone = host.NewPhone();
        var complaint = await host.ComplainAsync(phone);
        await host.RunTimerAsync();
        var before = (string?)(await host.ReadAsync(complaint))["state"];
        host.Clock.Advance(complaint["promisedBy"]!.GetValue<DateTimeOffset>() - host.Clock.GetUtcNow() + TimeSpan.FromMinutes(1));

        await Task.WhenAll(host.RunTimerAsync(), host.RunTimerAsync()); // Two instances.
        await host.RunTimerAsync();
        await host.MailAsync(SmsHost.HeadEmail, complaint);
        var overdue = (string?)(await host.ReadAsync(complaint))["state"];
        var (_, answered) = await host.Api.AnswerAsync(complaint, "Late, but here it is.");

        (before, overdue, (string?)answered["state"]).ShouldBe(("open", "overdue", "closed"));
        await Wait.UntilAsync(() => host.Texts(phone).Any(t => t.Contains("Late, but", StringComparison.Ordinal)), what: "the answer");
        host.MailsAbout(SmsHost.HeadEmail, complaint).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_is_given_twice_goes_once_and_another_one_is_refused()
    {
        var phone = host.NewPhone();
        var complaint = await host.ComplainAsync(phone);

        var first = await host.Api.AnswerAsync(complaint, "The first answer.");
        var again = await host.Api.AnswerAsync(complaint, "The first answer.");
        var other = await host.Api.AnswerAsync(complaint, "Another answer.");
        await Wait.UntilAsync(() => host.Texts(phone).Any(t => t.Contains("The first answer.", StringComparison.Ordinal)), what: "the answer");

        (first.Status, again.Status, other.Status, (string?)other.Body["code"])
            .ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict, "already_answered"));
        ((string?)again.Body["closedAt"]).ShouldBe((string?)first.Body["closedAt"]);
        host.Texts(phone).Count(t => t.Contains("answer.", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Two_units_that_answer_at_once_give_one_answer()
    {
        var phone = host.NewPhone();
        var complaint = await host.ComplainAsync(phone);

        var answers = await Task.WhenAll(host.Api.AnswerAsync(complaint, "From one."), host.Api.AnswerAsync(complaint, "From the other."));

        answers.Select(a => a.Status).Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.Conflict]);
        await Wait.UntilAsync(() => host.Texts(phone).Any(t => t.Contains("From", StringComparison.Ordinal)), what: "the answer");
        host.Texts(phone).Count(t => t.Contains("From", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Another_clients_complaint_is_not_found()
    {
        var complaint = await host.ComplainAsync(host.NewPhone());
        using var other = new ApiUser(host.Host.ClientWith(await host.Host.NewKeyAsync("other")));

        using var read = await other.Http.GetAsync($"/api/v1/complaints/{complaint["id"]}");
        var (status, body) = await other.AnswerAsync(complaint, "Not mine.");
        var list = await other.Http.GetFromJsonAsync<JsonObject>("/api/v1/complaints");

        (read.StatusCode, status, (string?)body["code"]).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound, "not_found"));
        list!["items"]!.AsArray().ShouldBeEmpty();
        ((string?)(await host.ReadAsync(complaint))["state"]).ShouldBe("open");
    }

    [Fact]
    public async Task A_list_has_pages_and_filters_and_names_what_it_does_not_know()
    {
        var complaints = new List<JsonObject>();
        for (var i = 0; i < 3; i++)
            complaints.Add(await host.ComplainAsync(host.NewPhone()));
        await host.Api.AnswerAsync(complaints[1], "Done.");

        var seen = new List<string>();
        string? next = null;
        do
        {
            var page = await host.Api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/complaints?limit=1{(next is null ? "" : $"&after={next}")}");
            seen.AddRange(page!["items"]!.AsArray().Select(c => (string)c!["id"]!));
            next = (string?)page["next"];
        }
        while (next is not null);

        seen.Intersect(complaints.Select(c => (string)c["id"]!)).Count().ShouldBe(3);
        seen.Distinct().Count().ShouldBe(seen.Count);
        (await host.ComplaintsAsync($"code={complaints[1]["code"]}")).ShouldHaveSingleItem();
        (await host.ComplaintsAsync("state=closed&limit=100")).Select(c => (string?)c["id"]).ShouldContain((string?)complaints[1]["id"]);
        (await host.ComplaintsAsync("state=closed&limit=100")).ShouldAllBe(c => (string?)c["state"] == "closed");
        using var wrong = await host.Api.Http.GetAsync("/api/v1/complaints?state=lost&after=x&limit=0&month=3");
        var problem = await wrong.Content.ReadFromJsonAsync<JsonObject>();
        problem!["errors"]!.AsArray().Select(e => (string?)e!["pointer"]).Order().ShouldBe(["query:after", "query:limit", "query:month", "query:state"]);
    }

    [Fact]
    public async Task A_comment_that_complains_opens_a_complaint_though_the_score_was_high()
    {
        var phone = host.NewPhone();
        var request = await host.AskAsync(phone, "en");
        await host.SayAsync(phone, "5");
        await host.SayAsync(phone, "5");

        (await host.SayAsync(phone, "All fine, but I have a complaint about the parking.")).ShouldBe(InboundOutcome.Completed);

        var complaint = await host.ComplaintOfAsync(request);
        ((string?)complaint["source"], (string?)complaint["text"]).ShouldBe(("keyword", "All fine, but I have a complaint about the parking."));
    }

    [Fact]
    public async Task What_the_citizen_adds_is_added_to_the_complaint()
    {
        var phone = host.NewPhone();
        var complaint = await host.ComplainAsync(phone);
        await host.SayAsync(phone, "2");

        await host.SayAsync(phone, "Nobody called me back.");

        ((string?)(await host.ReadAsync(complaint))["text"]).ShouldBe("Nobody called me back.");
        host.Texts(phone).Count(t => t.Contains((string)complaint["code"]!, StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void What_is_said_again_is_not_said_twice()
    {
        var said = new ComplaintMatter(new(), "first\nsecond");

        said.And(new(new(), "second")).Text.ShouldBe("first\nsecond");
        said.And(new(new(), "first\nsecond\nthird")).Text.ShouldBe("first\nsecond\nthird");
        said.And(new(new(), "sec")).Text.ShouldBe("first\nsecond\nsec");
        said.And(new(new(), Score: 2)).ShouldBe(said with { Score = 2 });
    }

    private async Task<string> AskContactAsync(Guid contact, string phone)
    {
        using var answer = await host.Api.PostAsync(
            new()
            {
                ["to"] = new JsonObject { ["contactId"] = contact.ToString() }, ["survey"] = "service-sms", ["remind"] = false,
                ["channels"] = new JsonObject { ["policy"] = "preferred", ["order"] = new JsonArray("sms", "email") },
            },
            path: "/api/v1/feedback-requests");
        var id = (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
        await host.TextAsync(phone, 1);
        await host.Api.FinalAsync(id);
        return id;
    }
}
