using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Operations;

public sealed class ProviderSetupTests(AzuriteFixture azurite)
{
    private const string Replies = Operator.PublicUrl + "/hooks/twilio/inbound#rc=5&rp=all";

    [Fact]
    public async Task Without_apply_it_says_what_it_would_do_and_changes_nothing()
    {
        await using var op = await Operator.StartAsync(azurite.NewAccount(), isRegistered: false);

        var (code, output) = await op.RunAsync("providers", "setup");

        output.ShouldContain($"to do  Twilio Messaging Service {op.Settings["Twilio__MessagingServiceSid"]}, replies: go to {Replies}");
        output.ShouldContain($"to do  SendGrid event webhook: posts to {Operator.PublicUrl}/hooks/sendgrid/events");
        output.ShouldContain("skip   SendGrid inbound parse");
        output.ShouldContain("Nothing was changed.");
        code.ShouldBe(0);
        op.Simulator.InboundSmsUrl.ShouldBeNull();
        (await WebhooksAsync(op)).ShouldBeEmpty();
    }

    [Fact]
    public async Task With_apply_replies_and_events_come_to_us_and_a_second_time_changes_nothing()
    {
        await using var op = await Operator.StartAsync(azurite.NewAccount(), isRegistered: false);

        var first = await op.RunAsync("providers", "setup", "--apply", "--mail-host", "replies.example.org");
        var webhooks = await WebhooksAsync(op);
        var second = await op.RunAsync("providers", "setup", "--apply", "--mail-host", "replies.example.org");

        first.Output.ShouldContain("done   Twilio Messaging Service");
        first.Output.ShouldContain("done   SendGrid event webhook: ");
        first.Output.ShouldContain("done   SendGrid inbound parse: mails to replies.example.org go to");
        op.Simulator.InboundSmsUrl!.OriginalString.ShouldBe(Replies);
        var webhook = webhooks.ShouldHaveSingleItem();
        ((bool)webhook["open"]!).ShouldBeFalse();
        ((bool)webhook["spam_report"]!).ShouldBeTrue();
        first.Output.ShouldContain($"done   SendGrid event webhook, signature: set SendGrid__WebhookPublicKey={webhook["public_key"]}");
        second.Output.ShouldNotContain("done");
        (await WebhooksAsync(op)).Select(w => w.ToJsonString()).ShouldBe(webhooks.Select(w => w.ToJsonString()));
    }

    [Fact]
    public async Task What_is_set_already_is_left_alone()
    {
        await using var op = await Operator.StartAsync(azurite.NewAccount());

        var (code, output) = await op.RunAsync("providers", "setup");

        output.ShouldContain("ok     Twilio Messaging Service");
        output.ShouldContain("ok     SendGrid event webhook: ");
        output.ShouldContain("ok     SendGrid event webhook, signature: its key is the one of SendGrid__WebhookPublicKey");
        output.ShouldNotContain("Nothing was changed");
        code.ShouldBe(0);
    }

    [Fact]
    public async Task A_webhook_of_somebody_else_stays_beside_ours()
    {
        await using var op = await Operator.StartAsync(azurite.NewAccount());
        op.Settings["Peyk__PublicUrl"] = "https://new.example.org";

        await op.RunAsync("providers", "setup", "--apply");

        (await WebhooksAsync(op)).Select(w => (string?)w["url"]).ShouldBe(
            [$"{Operator.PublicUrl}/hooks/sendgrid/events", "https://new.example.org/hooks/sendgrid/events"]);
    }

    [Fact]
    public async Task Events_that_were_switched_off_are_switched_on_again()
    {
        await using var op = await Operator.StartAsync(azurite.NewAccount());
        var id = (string)(await WebhooksAsync(op)).Single()["id"]!;
        using var http = Account(op);
        (await http.PatchAsJsonAsync($"/v3/user/webhooks/event/settings/{id}", new { bounce = false })).EnsureSuccessStatusCode();

        (await op.RunAsync("doctor")).Output.ShouldContain("FAIL  SendGrid event webhook: lacks: bounce. Run: providers setup --apply");
        (await op.RunAsync("providers", "setup", "--apply")).Output.ShouldContain("switched on: bounce");

        ((bool)(await WebhooksAsync(op)).Single()["bounce"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task A_number_without_a_service_gets_the_address_itself()
    {
        await using var op = await Operator.StartAsync(azurite.NewAccount(), isRegistered: false);
        op.Settings["Twilio__MessagingServiceSid"] = "";

        (await op.RunAsync("providers", "setup", "--apply")).Output.ShouldContain("done   Twilio number, replies");

        op.Simulator.InboundSmsUrl!.OriginalString.ShouldBe(Replies);
    }

    [Fact]
    public async Task A_refusal_is_told_in_codes_and_ends_with_an_error()
    {
        await using var op = await Operator.StartAsync(azurite.NewAccount());
        op.Settings["Twilio__AuthToken"] = "wrong";
        op.Settings["SendGrid__ApiKey"] = "wrong";

        var (code, output) = await op.RunAsync("providers", "setup", "--apply");

        output.ShouldContain("FAIL   Twilio Messaging Service");
        output.ShouldContain("answers 401, error 20003");
        output.ShouldContain("FAIL   SendGrid event webhook: answers 401");
        code.ShouldBe(1);
    }

    private static async Task<IReadOnlyList<JsonNode>> WebhooksAsync(Operator op)
    {
        using var http = Account(op);
        var all = await http.GetFromJsonAsync<JsonObject>("/v3/user/webhooks/event/settings/all");
        return [.. all!["webhooks"]!.AsArray().OfType<JsonNode>()];
    }

    private static HttpClient Account(Operator op)
    {
        var http = new HttpClient { BaseAddress = op.Simulator.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", op.Settings["SendGrid__ApiKey"]);
        return http;
    }
}
