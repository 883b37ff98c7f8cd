using System.Text.Json.Nodes;
using Peyk.Core.Text;
using Peyk.Functions.Assistant;
using Peyk.Functions.Complaints;
using Peyk.Functions.Tests.Assistant;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Complaints;

/// <summary>Complaints by text message.</summary>
public sealed class SpokenComplaintTests(SmsHost host) : IClassFixture<SmsHost>
{
    [Fact]
    public async Task A_word_of_complaint_opens_one_and_more_words_are_added_until_it_is_answered()
    {
        var phone = host.NewPhone();
        (await host.SayAsync(phone, "از شعبه شکایت دارم")).ShouldBe(InboundOutcome.Complaint);
        var registered = await host.TextAsync(phone, 1);
        (await host.SayAsync(phone, "شکایت: کسی پاسخ نمی‌دهد")).ShouldBe(InboundOutcome.Complaint);
        var added = await host.TextAsync(phone, 2);

        var complaint = await LastAsync(phone);
        await host.Host.Get<ComplaintDesk>().AnswerAsync(complaint.Id, InboundHandler.OwnClient, false, "بررسی شد.", default);
        await host.TextAsync(phone, 3);
        await host.SayAsync(phone, "باز هم شکایت دارم");
        await host.TextAsync(phone, 4);

        complaint.Matter!.Text.ShouldBe("از شعبه شکایت دارم\nشکایت: کسی پاسخ نمی‌دهد");
        PersianText.ToLatinDigits(registered).ShouldContain(complaint.Code);
        PersianText.ToLatinDigits(added).ShouldContain(complaint.Code);
        added.ShouldContain("افزودیم");
        (await LastAsync(phone)).Id.ShouldNotBe(complaint.Id);
    }

    [Fact]
    public async Task One_with_a_tracking_code_is_the_clients_whose_case_it_is()
    {
        var phone = host.NewPhone();
        var update = ApiUser.StatusUpdate("+989139999998");
        update["notify"] = false;
        using var answer = await host.Api.PostAsync(update);
        var code = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["case"]!["code"]!.GetValue<string>();

        (await host.SayAsync(phone, $"I have a complaint about {code}")).ShouldBe(InboundOutcome.Complaint);

        var complaint = (await host.ComplaintsAsync()).Single(c => (string?)c["case"] == code);
        ((string?)complaint["service"], (string?)complaint["source"]).ShouldBe(("retirement", "keyword"));
        (await host.TextAsync(phone, 1)).ShouldNotContain("/t/");
    }

    [Fact]
    public async Task In_the_middle_of_a_survey_it_is_the_surveys_and_the_question_stays()
    {
        var phone = host.NewPhone();
        var request = await host.AskAsync(phone, "en");

        (await host.SayAsync(phone, "I want to complain")).ShouldBe(InboundOutcome.Complaint);
        (await host.SayAsync(phone, "5")).ShouldBe(InboundOutcome.Answered);

        (await host.AnswersAsync(request)).ShouldBe(["satisfaction 5"]);
        ((string?)(await host.ComplaintOfAsync(request))["text"]).ShouldBe("I want to complain");
    }

    [Fact]
    public async Task No_complaints_are_none()
    {
        var phone = host.NewPhone();

        (await host.SayAsync(phone, "شکایتی ندارم")).ShouldBe(InboundOutcome.Message);

        (await host.Host.Get<SpokenComplaints>().FindLastAsync(host.Sender(phone), host.Clock.GetUtcNow(), default)).ShouldBeNull();
    }

    private async Task<Complaint> LastAsync(string phone) =>
        (await host.Host.Get<SpokenComplaints>().FindLastAsync(host.Sender(phone), host.Clock.GetUtcNow(), default)).ShouldNotBeNull();
}
