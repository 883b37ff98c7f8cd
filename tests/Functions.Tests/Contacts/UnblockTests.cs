using System.Net;
using Microsoft.Extensions.Options;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery.Email;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Contacts;

public sealed class UnblockTests(ContactFixture fixture, AzuriteFixture azurite) : IClassFixture<ContactFixture>
{
    [Fact]
    public async Task A_block_is_shown_and_a_put_does_not_lift_it()
    {
        var id = await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120030001" });
        await fixture.Host.BlockAsync(Channel.Sms, "+989120030001", BlockCause.CarrierOptOut, Reason.OptedOut);

        await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120030001", ["name"] = "Sara" }, id);
        var blocked = (await fixture.Api.ContactAsync(id))["channels"]!["sms"]!["blocked"]!;

        ((string?)blocked["reason"], (string?)blocked["source"]).ShouldBe(("opted_out", "twilio"));
        blocked["since"].ShouldNotBeNull();
    }

    [Fact]
    public async Task An_address_that_bounced_is_freed_here_and_at_the_provider()
    {
        const string email = "bounced@sim.example";
        var id = await fixture.Api.PutContactAsync(new() { ["email"] = email });
        await fixture.Api.FinalAsync(await fixture.Api.AcceptedAsync(ApiUser.StatusUpdate(email: email)));
        await Wait.UntilAsync(async () => (await fixture.Api.ContactAsync(id))["channels"]!["email"]!["blocked"] is not null, what: "the block");
        var listed = await BouncesAsync(email);

        using var answer = await UnblockAsync(fixture.Api, id, "email");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await fixture.Api.ContactAsync(id))["channels"]!["email"]!["blocked"].ShouldBeNull();
        listed.ShouldContain(email);
        (await BouncesAsync(email)).ShouldNotContain(email);
    }

    [Theory]
    [InlineData(Reason.OptedOut)]
    [InlineData(Reason.SpamReport)]
    [InlineData(Reason.Blocked)]
    public async Task What_the_owner_or_a_carrier_forbade_stays_forbidden(Reason reason)
    {
        var mobile = $"+98912003001{(int)reason}";
        var id = await fixture.Api.PutContactAsync(new() { ["mobile"] = mobile });
        await fixture.Host.BlockAsync(Channel.Sms, mobile, BlockCause.CarrierOptOut, reason);

        using var answer = await UnblockAsync(fixture.Api, id, "sms");

        (answer.StatusCode, await ContactFixture.CodeAsync(answer)).ShouldBe((HttpStatusCode.Conflict, "opted_out"));
        (await fixture.Api.ContactAsync(id))["channels"]!["sms"]!["blocked"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Freeing_what_is_free_changes_nothing()
    {
        var id = await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120030003" });

        using var answer = await UnblockAsync(fixture.Api, id, "sms");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("email")]
    [InlineData("pigeon")]
    public async Task A_channel_without_an_address_is_not_found(string channel)
    {
        var id = await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120030004" });

        using var answer = await UnblockAsync(fixture.Api, id, channel);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_provider_that_cannot_be_told_keeps_the_block_as_it_is()
    {
        await using var host = await PeykHost.StartAsync(
            azurite.NewAccount(), new Dictionary<string, string> { ["SendGrid__BaseUrl"] = "http://127.0.0.1:9" });
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var id = await api.PutContactAsync(new() { ["email"] = "unreached@example.org" });
        await host.BlockAsync(Channel.Email, "unreached@example.org", BlockCause.Undeliverable, Reason.Bounced);

        using var answer = await UnblockAsync(api, id, "email");

        (answer.StatusCode, await ContactFixture.CodeAsync(answer)).ShouldBe((HttpStatusCode.ServiceUnavailable, "provider_unavailable"));
        (await api.ContactAsync(id))["channels"]!["email"]!["blocked"].ShouldNotBeNull();
        host.Logs.Lines.ShouldNotContain(line => line.Contains("unreached@", StringComparison.Ordinal));
    }

    private static Task<HttpResponseMessage> UnblockAsync(ApiUser api, Guid id, string channel) =>
        api.Http.PostAsync($"/api/v1/contacts/{id}/channels/{channel}/unblock", null);

    private async Task<string> BouncesAsync(string email)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", fixture.Host.Get<IOptions<SendGridOptions>>().Value.ApiKey);
        return await http.GetStringAsync(new Uri(fixture.Host.Simulator.Url, $"/v3/suppression/bounces/{Uri.EscapeDataString(email)}"));
    }
}
