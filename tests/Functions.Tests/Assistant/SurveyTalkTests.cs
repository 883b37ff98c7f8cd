using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Peyk.Functions.Assistant;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Assistant;

/// <summary>Whole conversations about a survey, from phone to phone.</summary>
public sealed class SurveyTalkTests(SmsHost host) : IClassFixture<SmsHost>
{
    [Fact]
    public async Task Three_questions_are_asked_and_answered_one_after_the_other()
    {
        var phone = host.NewPhone();
        var id = await host.AskAsync(phone, "en");
        host.Texts(phone)[0].ShouldContain("How satisfied are you");

        (await host.SayAsync(phone, "۵")).ShouldBe(InboundOutcome.Answered);
        (await host.TextAsync(phone, 2)).ShouldContain("How clear were the steps");
        (await host.SayAsync(phone, "five thanks")).ShouldBe(InboundOutcome.Answered);
        (await host.TextAsync(phone, 3)).ShouldContain("Is there anything you would like to tell us?");
        (await host.SayAsync(phone, "The officer was very kind.")).ShouldBe(InboundOutcome.Completed);
        (await host.TextAsync(phone, 4)).ShouldBe("Thank you. We read your answers with care.");

        (await host.AnswersAsync(id)).ShouldBe(["satisfaction 5", "clarity 5", "comment"]);
        ((string?)(await host.RequestAsync(id))["state"]).ShouldBe("answered");
    }

    [Fact]
    public async Task What_is_not_understood_is_asked_once_more_and_then_kept_for_a_person()
    {
        var phone = host.NewPhone();
        var id = await host.AskAsync(phone);

        (await host.SayAsync(phone, "یعنی چه؟")).ShouldBe(InboundOutcome.AskedAgain);
        (await host.TextAsync(phone, 2)).ShouldContain("پاسخ شما را نفهمیدیم");
        (await host.SayAsync(phone, "با من تماس بگیرید")).ShouldBe(InboundOutcome.GivenUp);

        (await host.TextAsync(phone, 3)).ShouldContain("نوشته شما را کارشناس می‌خواند");
        ((string?)(await host.RequestAsync(id))["state"]).ShouldBe("closed");
    }

    [Fact]
    public async Task An_answer_after_the_second_asking_counts()
    {
        var phone = host.NewPhone();
        var id = await host.AskAsync(phone);

        await host.SayAsync(phone, "؟");
        (await host.SayAsync(phone, "۲")).ShouldBe(InboundOutcome.Answered);

        (await host.AnswersAsync(id)).ShouldBe(["satisfaction 2"]);
    }

    [Fact]
    public async Task STOP_in_the_middle_ends_the_survey_and_nothing_more_is_sent()
    {
        var phone = host.NewPhone();
        var id = await host.AskAsync(phone);
        await host.SayAsync(phone, "۴");
        await host.TextAsync(phone, 2);

        (await host.SayAsync(phone, "لغو")).ShouldBe(InboundOutcome.Stopped);

        ((string?)(await host.RequestAsync(id))["state"]).ShouldBe("closed");
        (await host.AnswersAsync(id)).ShouldBe(["satisfaction 4"]);
        (await host.SayAsync(phone, "۵")).ShouldBe(InboundOutcome.AnsweredLate);
        host.Texts(phone).Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_answer_after_the_end_is_kept_as_late_and_thanked()
    {
        var phone = host.NewPhone();
        var id = await host.AskAsync(phone, "en", TimeSpan.FromHours(2));
        host.Clock.Advance(TimeSpan.FromHours(3));

        (await host.SayAsync(phone, "5")).ShouldBe(InboundOutcome.AnsweredLate);

        (await host.TextAsync(phone, 2)).ShouldContain("we keep your answer");
        (await host.AnswersAsync(id)).ShouldBe(["satisfaction 5 late"]);
    }

    [Fact]
    public async Task A_newer_survey_takes_the_older_ones_place()
    {
        var phone = host.NewPhone();
        var older = await host.AskAsync(phone);
        await host.SayAsync(phone, "۱");
        var newer = await host.AskAsync(phone);

        (await host.SayAsync(phone, "۵")).ShouldBe(InboundOutcome.Answered);

        ((string?)(await host.RequestAsync(older))["state"]).ShouldBe("closed");
        (await host.AnswersAsync(older)).ShouldBe(["satisfaction 1"]);
        (await host.AnswersAsync(newer)).ShouldBe(["satisfaction 5"]);
    }

    [Fact]
    public async Task A_webhook_that_is_delivered_five_times_is_one_answer_and_one_reply()
    {
        var phone = host.NewPhone();
        var id = await host.AskAsync(phone);

        for (var i = 0; i < 5; i++)
            (await ProviderWebhooks.TwilioInboundAsync(host.Host.Url, $"SM5{phone}", phone, "۳")).ShouldBe(200);
        await host.OutcomeAsync(phone, $"SM5{phone}");
        (await host.SayAsync(phone, "۴")).ShouldBe(InboundOutcome.Answered);

        await host.TextAsync(phone, 3);
        (await host.AnswersAsync(id)).ShouldBe(["satisfaction 3", "clarity 4"]);
        host.Texts(phone).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Help_and_a_text_without_words_leave_the_question_open()
    {
        var phone = host.NewPhone();
        var id = await host.AskAsync(phone);

        (await host.SayAsync(phone, "راهنمایی")).ShouldBe(InboundOutcome.Helped);
        await ProviderWebhooks.TwilioInboundAsync(host.Host.Url, $"SM7{phone}", phone, "");
        (await host.OutcomeAsync(phone, $"SM7{phone}")).ShouldNotBe(InboundOutcome.Answered);
        (await host.SayAsync(phone, "۵")).ShouldBe(InboundOutcome.Answered);

        (await host.AnswersAsync(id)).ShouldBe(["satisfaction 5"]);
    }

    [Fact]
    public async Task A_low_score_by_SMS_opens_one_complaint_and_the_survey_goes_on()
    {
        var phone = host.NewPhone();
        var id = await host.AskAsync(phone);

        await host.SayAsync(phone, "۱");
        (await host.SayAsync(phone, "۲")).ShouldBe(InboundOutcome.Answered);

        var complaints = await host.Api.Http.GetFromJsonAsync<JsonObject>("/api/v1/complaints");
        complaints!["items"]!.AsArray().Count(c => (string?)c!["feedbackRequest"] == id).ShouldBe(1);
    }

    [Fact]
    public async Task YES_answers_a_question_although_Twilio_takes_it_for_START()
    {
        var phone = host.NewPhone();
        var id = await host.AskAsync(phone);
        await host.SayAsync(phone, "۵");
        await host.SayAsync(phone, "۵");

        (await host.SayAsync(phone, "YES")).ShouldBe(InboundOutcome.Completed);

        ((string?)(await host.RequestAsync(id))["state"]).ShouldBe("answered");
    }
}
