using System.Net;
using System.Net.Http.Json;

namespace Peyk.Local.Tests.Simulator;

public sealed class SendGridAccountTests : SimulatorTest
{
    [Fact]
    public async Task A_bounced_address_stands_on_the_list_of_bounces()
    {
        await SendMailAsync("bounced@sim.example");
        await EventuallyAsync(() => EventTypes().Contains("bounce"));

        var list = await JsonAsync(await SendGrid.GetAsync("v3/suppression/bounces"));
        list[0].GetProperty("email").GetString().ShouldBe("bounced@sim.example");
        list[0].GetProperty("status").GetString().ShouldBe("5.1.1");
        (await JsonAsync(await SendGrid.GetAsync("v3/suppression/bounces/other@example.com"))).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Who_is_on_the_global_list_gets_nothing_until_taken_off()
    {
        await SendGrid.PostAsJsonAsync("v3/asm/suppressions/global", new { recipient_emails = new[] { "citizen@example.com" } });
        await SendMailAsync("citizen@example.com");
        await EventuallyAsync(() => EventTypes().Length == 1);
        var removed = await SendGrid.DeleteAsync("v3/asm/suppressions/global/citizen@example.com");
        await SendMailAsync("citizen@example.com");

        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await EventuallyAsync(() => EventTypes().Length == 3);
        EventTypes().ShouldBe(["dropped", "processed", "delivered"]);
        Events()[0].GetProperty("reason").GetString().ShouldBe("Unsubscribed Address");
    }

    [Fact]
    public async Task A_list_has_at_most_500_a_page() =>
        (await SendGrid.GetAsync("v3/suppression/bounces?limit=501")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task The_settings_name_the_webhook_and_its_key()
    {
        var all = await JsonAsync(await SendGrid.GetAsync("v3/user/webhooks/event/settings/all"));
        var webhook = all.GetProperty("webhooks")[0];
        var signed = await JsonAsync(await SendGrid.GetAsync($"v3/user/webhooks/event/settings/signed/{webhook.GetProperty("id").GetString()}"));

        webhook.GetProperty("url").GetString().ShouldBe(Simulator.EventWebhookUrl!.OriginalString);
        signed.GetProperty("public_key").GetString().ShouldBe(Simulator.EventWebhookPublicKey);
    }

    [Fact]
    public async Task A_second_webhook_gets_what_it_wants()
    {
        Simulator.EventWebhookUrl = null;
        var created = await SendGrid.PostAsJsonAsync(
            "v3/user/webhooks/event/settings", new { url = Receiver.Url + "/events", enabled = true, processed = false });

        await SendMailAsync("citizen@example.com");

        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        await EventuallyAsync(() => EventTypes().Length == 1);
        EventTypes().ShouldBe(["delivered"]);
        Receiver.All.Single().Headers.ShouldNotContainKey("X-Twilio-Email-Event-Webhook-Signature");
    }

    [Fact]
    public async Task The_same_URL_is_refused_twice()
    {
        var settings = new { url = Simulator.EventWebhookUrl!.OriginalString };

        (await SendGrid.PostAsJsonAsync("v3/user/webhooks/event/settings", settings)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_test_event_is_posted_at_once()
    {
        var response = await SendGrid.PostAsJsonAsync("v3/user/webhooks/event/test", new { url = Receiver.Url + "/events" });

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Events().Length.ShouldBe(1);
    }
}
