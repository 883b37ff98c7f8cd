using System.Text.Json.Nodes;
using Peyk.Core.Deliveries;
using Peyk.Core.Text;
using Peyk.Functions.Assistant;
using Peyk.Functions.Contacts;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Assistant;

/// <summary>Texts that answer no question.</summary>
public sealed class AssistantTests(SmsHost host) : IClassFixture<SmsHost>
{
    [Fact]
    public async Task A_tracking_code_is_answered_with_where_the_case_stands()
    {
        var phone = host.NewPhone();
        var code = await OpenCaseAsync();

        (await host.SayAsync(phone, $"{PersianText.ToPersianDigits(code[..4])} {code[4..8]}-{code[8..]}")).ShouldBe(InboundOutcome.CaseShown);

        var text = await host.TextAsync(phone, 1);
        text.ShouldContain("گام بعد:");
        text.ShouldContain($"/t/{code}");
    }

    [Fact]
    public async Task A_setback_is_told_with_supportive_words()
    {
        var phone = host.NewPhone();
        var code = await OpenCaseAsync("documents-missing");

        await host.SayAsync(phone, $"code {code} please");

        (await host.TextAsync(phone, 1)).ShouldStartWith("We are sorry");
    }

    [Fact]
    public async Task In_the_middle_of_a_survey_a_code_is_answered_and_the_question_stays()
    {
        var phone = host.NewPhone();
        var id = await host.AskAsync(phone);

        (await host.SayAsync(phone, await OpenCaseAsync())).ShouldBe(InboundOutcome.CaseShown);
        (await host.SayAsync(phone, "۵")).ShouldBe(InboundOutcome.Answered);

        (await host.AnswersAsync(id)).ShouldBe(["satisfaction 5"]);
    }

    [Fact]
    public async Task Codes_that_lead_nowhere_are_answered_alike_and_a_few_times_only()
    {
        var phone = host.NewPhone();
        var unknown = Core.Cases.TrackingCode.Generate(below => below / 2).Value;
        var wrong = unknown[..11] + (char)('0' + ((unknown[11] - '0' + 1) % 10));

        await host.SayAsync(phone, unknown);
        await host.SayAsync(phone, wrong);
        foreach (var other in new[] { "CASE-0001-AB", "CASE-0002-AB", "CASE-0003-AB" })
            await host.SayAsync(phone, other);
        var answers = (await host.TextAsync(phone, 5), host.Texts(phone).Distinct().Count());
        await host.SayAsync(phone, await OpenCaseAsync());

        answers.Item1.ShouldContain("پیدا نشد");
        host.Texts(phone).Take(2).Distinct().Count().ShouldBe(1);
        (await host.TextAsync(phone, 6)).ShouldNotContain("/t/");
    }

    [Fact]
    public async Task Help_is_ours_to_answer_unless_Twilio_did()
    {
        var phone = host.NewPhone();

        await ProviderWebhooks.TwilioInboundAsync(host.Host.Url, $"SM1{phone}", phone, "HELP", "HELP");
        (await host.OutcomeAsync(phone, $"SM1{phone}")).ShouldBe(InboundOutcome.Helped);
        await ProviderWebhooks.TwilioInboundAsync(host.Host.Url, $"SM2{phone}", phone, "کمک");

        (await host.TextAsync(phone, 1)).ShouldContain("کد پیگیری ۱۲ رقمی");
        host.Texts(phone).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_keyword_gets_its_ready_answer_in_the_language_of_the_text()
    {
        var phone = host.NewPhone();

        (await host.SayAsync(phone, "When are you open?")).ShouldBe(InboundOutcome.ReadyAnswer);

        (await host.TextAsync(phone, 1)).ShouldStartWith("Our offices are open");
    }

    [Fact]
    public async Task Anything_else_is_a_message_with_a_code_and_a_promised_day()
    {
        var phone = host.NewPhone();
        var sent = await host.Host.Simulator.ReplyAsync(phone, "سلام. حقوق این ماه من واریز نشده است.");
        (await host.OutcomeAsync(phone, sent.Sid)).ShouldBe(InboundOutcome.Message);

        var code = (await host.FindAsync(phone, sent.Sid))!.Decision!.Code!;
        code.Length.ShouldBe(7);
        PersianText.ToLatinDigits(await host.TextAsync(phone, 1)).ShouldContain(code);
    }

    [Fact]
    public async Task A_reply_is_an_ordinary_notification_with_a_log()
    {
        var phone = host.NewPhone();
        await host.SayAsync(phone, "HELP me with this please");
        await host.TextAsync(phone, 1);

        host.Host.Logs.Lines.ShouldContain(line => line.Contains("is handled: Message", StringComparison.Ordinal));
        host.Host.Simulator.Messages.Single(m => m.To == phone && m.Direction == "outbound-api").StatusCallback.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("Auto-reply: I am driving and will call back later.")]
    [InlineData("پاسخ خودکار: در دسترس نیستم")]
    public async Task A_machine_gets_no_answer(string text)
    {
        var phone = host.NewPhone();

        (await host.SayAsync(phone, text)).ShouldBe(InboundOutcome.Automatic);

        await host.SayAsync(phone, "سلام");
        await host.TextAsync(phone, 1);
        host.Texts(phone).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_sender_without_a_number_gets_no_answer()
    {
        await ProviderWebhooks.TwilioInboundAsync(host.Host.Url, "SMalpha", "BANK", "Your balance is 5");

        (await host.OutcomeAsync("BANK", "SMalpha")).ShouldBe(InboundOutcome.Automatic);
        host.Texts("BANK").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_text_gets_two_answers_and_no_third()
    {
        var phone = host.NewPhone();

        for (var i = 0; i < 4; i++)
            await host.SayAsync(phone, "Hello there");
        await host.SayAsync(phone, "Something else");

        await host.TextAsync(phone, 3);
        host.Texts(phone).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Without_Twilios_signature_nothing_is_kept()
    {
        var phone = host.NewPhone();
        using var http = new HttpClient { BaseAddress = host.Host.Url };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["From"] = phone, ["To"] = "+15005550006", ["Body"] = "5", ["MessageSid"] = "SMforged",
        });
        form.Headers.Add("X-Twilio-Signature", "Zm9yZ2Vk");

        using var answer = await http.PostAsync("/hooks/twilio/inbound", form);

        ((int)answer.StatusCode).ShouldBe(403);
        (await host.FindAsync(phone, "SMforged")).ShouldBeNull();
    }

    [Fact]
    public async Task START_in_Persian_lifts_a_stop_and_is_welcomed()
    {
        var phone = host.NewPhone();
        await ProviderWebhooks.TwilioInboundAsync(host.Host.Url, $"SM1{phone}", phone, "لغو");
        (await host.OutcomeAsync(phone, $"SM1{phone}")).ShouldBe(InboundOutcome.Stopped);

        await ProviderWebhooks.TwilioInboundAsync(host.Host.Url, $"SM2{phone}", phone, "شروع");

        (await host.TextAsync(phone, 1)).ShouldContain("خوش آمدید");
        (await host.Host.Get<AddressBook>().FindAsync(Channel.Sms, phone, false, default)).Block.ShouldBeNull();
    }

    private async Task<string> OpenCaseAsync(string step = "documents-received")
    {
        var update = ApiUser.StatusUpdate("+989139999999");
        update["case"]!["step"] = step;
        update["notify"] = false;
        using var answer = await host.Api.PostAsync(update);
        var body = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(202, body);
        return JsonNode.Parse(body)!["case"]!["code"]!.GetValue<string>();
    }
}
