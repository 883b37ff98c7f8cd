using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Peyk.Local.Tests.Simulator;

public sealed class AccountSettingsTests : SimulatorTest
{
    [Fact]
    public async Task The_account_is_active_for_who_knows_its_token()
    {
        using var stranger = new HttpClient { BaseAddress = Simulator.Url };

        var account = await JsonAsync(await Twilio.GetAsync($"../{Options.TwilioAccountSid}.json"));

        account.GetProperty("status").GetString().ShouldBe("active");
        (await stranger.GetAsync($"2010-04-01/Accounts/{Options.TwilioAccountSid}.json")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await stranger.GetAsync($"v1/Services/{Service}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Replies_go_where_the_messaging_service_says()
    {
        var other = Receiver.Url + "/elsewhere";

        var answer = await Twilio.PostAsync($"/v1/Services/{Service}", Form(("InboundRequestUrl", other), ("InboundMethod", "POST")));

        (await JsonAsync(answer)).GetProperty("inbound_request_url").GetString().ShouldBe(other);
        Simulator.InboundSmsUrl!.OriginalString.ShouldBe(other);
        (await Twilio.GetAsync("/v1/Services/MG00000000000000000000000000000009")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Twilio.PostAsync($"/v1/Services/{Service}", Form(("InboundRequestUrl", "nowhere")))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_number_is_found_by_itself_and_by_no_other()
    {
        var found = await JsonAsync(await Twilio.GetAsync($"IncomingPhoneNumbers.json?PhoneNumber={Uri.EscapeDataString(Options.SenderNumber)}"));
        var other = await JsonAsync(await Twilio.GetAsync("IncomingPhoneNumbers.json?PhoneNumber=%2B15005550001"));

        found.GetProperty("incoming_phone_numbers")[0].GetProperty("phone_number").GetString().ShouldBe(Options.SenderNumber);
        other.GetProperty("incoming_phone_numbers").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_host_of_inbound_parse_is_kept_once_and_changed()
    {
        var settings = new { hostname = "in.example.org", url = "https://one.example.org", spam_check = true, send_raw = false };

        (await SendGrid.PostAsJsonAsync("v3/user/webhooks/parse/settings", settings)).EnsureSuccessStatusCode();
        (await SendGrid.PostAsJsonAsync("v3/user/webhooks/parse/settings", settings)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await SendGrid.PatchAsJsonAsync("v3/user/webhooks/parse/settings/in.example.org", new { url = "https://two.example.org" })).EnsureSuccessStatusCode();

        var all = await JsonAsync(await SendGrid.GetAsync("v3/user/webhooks/parse/settings"));
        all.GetProperty("result").EnumerateArray().Single().GetProperty("url").GetString().ShouldBe("https://two.example.org");
    }

    [Fact]
    public async Task The_key_tells_what_it_may_do()
    {
        SendGrid.DefaultRequestHeaders.Authorization.ShouldNotBeNull();
        using var stranger = new HttpClient { BaseAddress = Simulator.Url };
        stranger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "SG.other");

        var scopes = await JsonAsync(await SendGrid.GetAsync("v3/scopes"));

        scopes.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()).ShouldContain("mail.send");
        (await stranger.GetAsync("v3/scopes")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
}
