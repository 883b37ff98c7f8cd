using System.Net;
using Peyk.Core.Deliveries;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Contacts;

/// <summary>STOP and START by SMS, and what the carrier tells of them.</summary>
public sealed class SmsOptOutTests(OptOutFixture fixture) : IClassFixture<OptOutFixture>
{
    [Fact]
    public async Task After_STOP_nothing_is_sent_any_more_not_even_what_is_urgent()
    {
        const string mobile = "+989124440001";
        (await fixture.ReplyAsync(mobile, "STOP", optOutType: "STOP")).ShouldBe(200);
        var update = ApiUser.StatusUpdate(mobile);
        update["urgent"] = true;

        var done = await fixture.Api.FinalAsync(await fixture.Api.AcceptedAsync(update));

        ((string?)done["status"], (string?)done["deliveries"]![0]!["reason"]).ShouldBe(("suppressed", "opted_out"));
        fixture.Host.Simulator.AcceptedCount(mobile).ShouldBe(0);
    }

    [Fact]
    public async Task After_STOP_the_email_goes_instead()
    {
        const string mobile = "+989124440002";
        await fixture.ReplyAsync(mobile, "لغو");

        var done = await fixture.Api.FinalAsync(await fixture.Api.AcceptedAsync(ApiUser.StatusUpdate(mobile, "instead@example.org")));

        done["deliveries"]!.AsArray().Select(d => $"{d!["channel"]} {d["status"]}").ShouldBe(["sms suppressed", "email delivered"]);
    }

    [Fact]
    public async Task START_lifts_it()
    {
        const string mobile = "+989124440003";
        await fixture.ReplyAsync(mobile, "STOP", optOutType: "STOP");
        await fixture.ReplyAsync(mobile, "START", optOutType: "START");

        (await fixture.BlockOfAsync(Channel.Sms, mobile)).ShouldBeNull();
        var done = await fixture.Api.FinalAsync(await fixture.Api.AcceptedAsync(ApiUser.StatusUpdate(mobile)));
        ((string?)done["status"]).ShouldBe("delivered");
    }

    [Fact]
    public async Task A_STOP_that_is_delivered_again_after_a_START_changes_nothing()
    {
        const string mobile = "+989124440004";
        await fixture.ReplyAsync(mobile, "STOP", "SM00000000000000000000000000000001", "STOP");
        await fixture.ReplyAsync(mobile, "START", "SM00000000000000000000000000000002", "START");

        (await fixture.ReplyAsync(mobile, "STOP", "SM00000000000000000000000000000001", "STOP")).ShouldBe(200);

        (await fixture.BlockOfAsync(Channel.Sms, mobile)).ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_while_STOP_is_noted_loses_nothing(bool after)
    {
        var mobile = after ? "+989124440005" : "+989124440006";
        fixture.Failure.BreakNext("block-carrier_opt_out", after);

        var first = await fixture.ReplyAsync(mobile, "STOP", $"SM{mobile}", "STOP");
        var again = await fixture.ReplyAsync(mobile, "STOP", $"SM{mobile}", "STOP");

        (first, again).ShouldBe((500, 200));
        (await fixture.BlockOfAsync(Channel.Sms, mobile)).ShouldBe(Reason.OptedOut);
    }

    [Fact]
    public async Task A_refusal_because_of_an_opt_out_blocks_the_number()
    {
        var mobile = Local.Simulator.Scenarios.ScenarioTable.Mobile("610", 4);
        var refused = await fixture.Api.FinalAsync(await fixture.Api.AcceptedAsync(ApiUser.StatusUpdate(mobile)));

        var next = await fixture.Api.FinalAsync(await fixture.Api.AcceptedAsync(ApiUser.StatusUpdate(mobile)));

        ((string?)refused["status"], (string?)refused["deliveries"]![0]!["providerCode"]).ShouldBe(("failed", "21610"));
        ((string?)next["status"], (string?)next["deliveries"]![0]!["reason"]).ShouldBe(("suppressed", "opted_out"));
    }

    [Fact]
    public async Task A_receipt_that_tells_of_an_opt_out_blocks_the_number_and_an_old_one_does_not_undo_a_START()
    {
        const string mobile = "+989124440007";
        var id = await fixture.Api.AcceptedAsync(ApiUser.StatusUpdate(mobile));
        await fixture.Api.FinalAsync(id);

        await ProviderWebhooks.TwilioStatusAsync(fixture.Host.Url, $"{id}.1.1", "SM1", "failed", "21610", mobile);
        var blocked = await fixture.BlockOfAsync(Channel.Sms, mobile);
        await fixture.ReplyAsync(mobile, "START", optOutType: "START");
        await ProviderWebhooks.TwilioStatusAsync(fixture.Host.Url, $"{id}.1.1", "SM1", "failed", "21610", mobile);

        blocked.ShouldBe(Reason.OptedOut);
        (await fixture.BlockOfAsync(Channel.Sms, mobile)).ShouldBeNull();
    }

    [Fact]
    public async Task Test_keys_have_opt_outs_of_their_own()
    {
        const string mobile = "+989124440008";

        await fixture.ReplyAsync(mobile, "STOP", optOutType: "STOP");

        (await fixture.BlockOfAsync(Channel.Sms, mobile, isTest: true)).ShouldBeNull();
    }

    [Theory]
    [InlineData("ممنونم")]
    [InlineData("please stop")]
    [InlineData("HELP")]
    [InlineData("YES")]
    public async Task Anything_else_is_taken_and_blocks_nothing(string body)
    {
        const string mobile = "+989124440009";

        (await fixture.ReplyAsync(mobile, body)).ShouldBe(200);

        (await fixture.BlockOfAsync(Channel.Sms, mobile)).ShouldBeNull();
    }

    [Fact]
    public async Task The_answer_is_an_empty_one_that_Twilio_understands()
    {
        await fixture.Host.Simulator.ReplyAsync("+989124440010", "سلام");

        var posted = fixture.Host.Simulator.Messages.Single(m => m.From == "+989124440010");
        posted.WebhookStatus.ShouldBe(200);
        fixture.Host.Simulator.Messages.ShouldNotContain(m => m.To == "+989124440010" && m.Direction == "outbound-reply");
    }

    [Fact]
    public async Task Without_Twilios_signature_nothing_is_heard()
    {
        using var http = new HttpClient { BaseAddress = fixture.Host.Url };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["From"] = "+989124440011", ["Body"] = "STOP", ["OptOutType"] = "STOP", ["MessageSid"] = "SM1",
        });

        using var answer = await http.PostAsync("/hooks/twilio/inbound", form);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await fixture.BlockOfAsync(Channel.Sms, "+989124440011")).ShouldBeNull();
    }

    [Fact]
    public async Task No_line_of_the_log_has_a_number_or_a_text()
    {
        await fixture.ReplyAsync("+989124440012", "STOP", optOutType: "STOP");
        await fixture.ReplyAsync("+989124440012", "a secret text");

        fixture.Host.Logs.Lines.ShouldNotContain(line => line.Contains("9124440012", StringComparison.Ordinal));
        fixture.Host.Logs.Lines.ShouldNotContain(line => line.Contains("a secret text", StringComparison.Ordinal));
    }
}
