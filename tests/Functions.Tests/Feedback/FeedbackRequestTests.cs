using System.Text.Json.Nodes;

namespace Peyk.Functions.Tests.Feedback;

/// <summary>Who is asked, how often, and what is sent.</summary>
public sealed class FeedbackRequestTests(FeedbackHost host) : IClassFixture<FeedbackHost>
{
    [Fact]
    public async Task The_mail_asks_the_question_and_links_every_score()
    {
        var email = host.NewEmail();
        var id = (await host.PostAsync(FeedbackHost.Request(email)))["id"]!.GetValue<string>();
        await host.Api.FinalAsync(id);

        var mail = host.Host.Simulator.Mails.Last(m => m.To == email);
        mail.Text!.ShouldContain("how satisfied are you");
        for (var score = 1; score <= 5; score++)
            mail.Html!.ShouldContain($"?score={score}\"");
    }

    [Fact]
    public async Task Nobody_is_asked_twice_within_the_quiet_period()
    {
        var email = host.NewEmail();
        await host.PostAsync(FeedbackHost.Request(email));

        var second = await host.PostAsync(FeedbackHost.Request(email, "nps"));

        second["status"]!.GetValue<string>().ShouldBe("skipped");
        second["reason"]!.GetValue<string>().ShouldBe("asked_lately");
        (await host.Api.Http.GetAsync($"/api/v1/notifications/{second["id"]}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_sample_of_nobody_asks_nobody_and_spares_the_person_for_others()
    {
        var email = host.NewEmail();
        var none = FeedbackHost.Request(email);
        none["sample"] = 0;

        (await host.PostAsync(none))["reason"]!.GetValue<string>().ShouldBe("not_in_sample");
        (await host.PostAsync(FeedbackHost.Request(email)))["status"]!.GetValue<string>().ShouldBe("accepted");
    }

    [Fact]
    public async Task A_repeat_under_its_key_answers_the_same_and_sends_nothing_more()
    {
        var email = host.NewEmail();
        var first = await host.PostAsync(FeedbackHost.Request(email), key: $"k-{email}");
        await host.Api.FinalAsync(first["id"]!.GetValue<string>());

        var again = await host.PostAsync(FeedbackHost.Request(email), key: $"k-{email}");

        again.ToJsonString().ShouldBe(first.ToJsonString());
        host.Host.Simulator.Mails.Count(m => m.To == email).ShouldBe(1);
    }

    [Fact]
    public async Task The_reminder_waits_and_is_taken_back_by_an_answer()
    {
        var (id, page) = await host.AskAsync();
        (await host.FindAsync(id))["remindAt"].ShouldNotBeNull();

        await host.AnswerAsync(page, ("part", "0"), ("item-satisfaction", "5"));

        (await host.FindAsync(id))["remindAt"].ShouldBeNull();
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        var problem = await host.PostAsync(
            new() { ["to"] = new JsonObject { ["email"] = "x" }, ["survey"] = "Not a name", ["sample"] = 2, ["remindAfter"] = "soon", ["extra"] = 1 }, 400);

        problem["errors"]!.AsArray().Select(e => e!["pointer"]!.GetValue<string>()).ShouldBe(
            ["/to/email", "/survey", "/remindAfter", "/sample", "/extra"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("survey", "no-such", "/survey")]
    [InlineData("service", "no-such", "/service")]
    [InlineData("case", "129771734333", "/case")]
    public async Task What_is_not_known_is_refused(string member, string value, string pointer)
    {
        var request = FeedbackHost.Request(host.NewEmail());
        request[member] = value;

        (await host.PostAsync(request, 400))["errors"]![0]!["pointer"]!.GetValue<string>().ShouldBe(pointer);
    }

    [Fact]
    public async Task A_dry_run_shows_the_mail_and_asks_nobody()
    {
        var email = host.NewEmail();
        var preview = await host.PostAsync(FeedbackHost.Request(email), 200, query: "?dryRun=true");

        preview["email"]!["html"]!.GetValue<string>().ShouldContain("/f/");
        (await host.PostAsync(FeedbackHost.Request(email)))["status"]!.GetValue<string>().ShouldBe("accepted");
    }
}
