using System.Net;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Peyk.Core.Addresses;
using Peyk.Core.Cases;
using Peyk.Core.Definitions;
using Peyk.Core.Deliveries;
using Peyk.Core.Surveys;
using Peyk.Functions.Contacts;
using Peyk.Functions.Delivery;
using Peyk.Functions.Feedback;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Feedback;

/// <summary>Who had a case is asked how it was, a day after its end, as the service's file says.</summary>
public sealed class CaseFeedbackTests(FeedbackHost host) : IClassFixture<FeedbackHost>
{
    [Fact]
    public async Task The_last_step_asks_a_day_later_by_the_services_survey()
    {
        var email = host.NewEmail();
        await StepAsync(email, "first-payment");

        var id = await RequestAsync(email);
        var before = host.Host.Simulator.Mails.Count(m => m.To == email);
        host.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        await host.Host.Get<DeliveryWorker>().LookAtAsync(Guid.Parse(id), 1, default);
        await host.Api.FinalAsync(id);

        before.ShouldBe(1);
        var request = await host.FindAsync(id);
        ((string?)request["survey"], (string?)request["service"], (string?)request["state"]).ShouldBe(("csat", "retirement", "open"));
        host.Host.Simulator.Mails.Last(m => m.To == email).Html!.ShouldContain("?score=5\"");
    }

    [Theory]
    [InlineData("documents-received", false)]
    [InlineData("first-payment", true)]
    public async Task Other_steps_and_steps_that_nobody_is_told_of_ask_nothing(string step, bool silent)
    {
        var email = host.NewEmail();

        await StepAsync(email, step, silent: silent);

        (await RowsAsync(Tables.FeedbackRequests, email)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("feedback-requests", false)]
    [InlineData("\"RemindAt\"", true)]
    public async Task A_last_step_that_broke_off_before_the_question_is_completed_by_a_repeat(string call, bool after)
    {
        var email = host.NewEmail();
        host.Failure.BreakNext(call, after);
        using var broken = await host.Api.PostAsync(Step(email, "first-payment"), email);
        broken.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        await StepAsync(email, "first-payment", key: email);
        await StepAsync(email, "first-payment", key: email);

        var id = await RequestAsync(email);
        ((string?)(await host.Api.NotificationAsync(id))["status"]).ShouldBe("scheduled");
        (await RowsAsync(Tables.Notifications, email)).Count().ShouldBe(3, "the news, the question, the reminder");
    }

    [Fact]
    public async Task Who_was_asked_lately_is_not_asked_again()
    {
        var email = host.NewEmail();
        await host.PostAsync(FeedbackHost.Request(email, "nps"));

        var before = await SparedAsync();
        await StepAsync(email, "first-payment");

        (await RequestAsync(email)).ShouldNotBeNull();
        (await SparedAsync()).ShouldBe(before + 1);

        async Task<int> SparedAsync() => (await host.RowsAsync(Tables.FeedbackRequests)).Count(r => r.GetString("State") == "spared");
    }

    [Theory]
    [InlineData("no-such-survey")]
    [InlineData("e-recs-qual")]
    public void A_rule_that_names_no_fitting_survey_is_refused_at_start(string survey)
    {
        var service = ServiceCatalog.Load(
            [new DefinitionFile("park.yaml", $$"""
                key: park
                names: { fa: بوستان, en: Park }
                feedback: { survey: {{survey}} }
                steps:
                  - { key: open, final: true, names: { fa: گشوده, en: Open }, news: { fa: گشوده شد, en: Opened } }
                """)],
            LanguageTag.Parse("fa"));

        Should.Throw<InvalidOperationException>(() => CaseFeedback.Check(service, host.Host.Get<SurveyCatalog>())).Message.ShouldContain(survey);
    }

    private async Task<string> RequestAsync(string email) => (await RowsAsync(Tables.FeedbackRequests, email)).ShouldHaveSingleItem().RowKey;

    /// <summary>Rows that tell of an address.</summary>
    private async Task<IEnumerable<TableEntity>> RowsAsync(string table, string email)
    {
        var hash = host.Host.Get<AddressHashes>().Of(Channel.Email, email, isTest: false);
        return (await host.RowsAsync(table)).Where(r => r.GetString("EmailHash") == hash);
    }

    private async Task StepAsync(string email, string step, bool silent = false, string? key = null)
    {
        var update = Step(email, step);
        if (silent)
            update["notify"] = false;
        await host.Api.AcceptedAsync(update, key);
    }

    private static JsonObject Step(string email, string step)
    {
        var update = ApiUser.StatusUpdate(email: email, language: "en");
        update["case"] = new JsonObject { ["service"] = "retirement", ["step"] = step };
        return update;
    }
}
