using System.Net;
using System.Text.Json.Nodes;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Contacts;

/// <summary>A request that names a contact is composed and sent as the contact wants it.</summary>
public sealed class ContactSendingTests(ContactFixture fixture) : IClassFixture<ContactFixture>
{
    [Fact]
    public async Task The_contacts_language_and_channel_order_are_taken()
    {
        var id = await fixture.Api.PutContactAsync(Somebody("1", "en", "email", "sms"));

        var done = await fixture.Api.FinalAsync(await fixture.Api.AcceptedAsync(ContactCalls.UpdateTo(id)));

        done["deliveries"]!.AsArray().Select(d => (string?)d!["channel"]).ShouldBe(["email"]);
        fixture.Host.Simulator.Mails.Single(m => m.To == "sending1@example.org").Subject.ShouldContain("Retirement");
    }

    [Fact]
    public async Task The_order_of_the_request_wins()
    {
        var id = await fixture.Api.PutContactAsync(Somebody("2", "fa", "email", "sms"));
        var update = ContactCalls.UpdateTo(id);
        update["channels"] = new JsonObject { ["order"] = new JsonArray("sms", "email") };

        var done = await fixture.Api.FinalAsync(await fixture.Api.AcceptedAsync(update));

        done["deliveries"]!.AsArray().Select(d => (string?)d!["channel"]).ShouldBe(["sms"]);
        fixture.Host.Simulator.Messages.Single(m => m.To == "+989120040002").Body.ShouldContain("بازنشستگی");
    }

    [Fact]
    public async Task Only_means_the_channel_that_the_contact_likes_best()
    {
        var id = await fixture.Api.PutContactAsync(Somebody("3", "en", "email", "sms"));
        var update = ContactCalls.UpdateTo(id);
        update["channels"] = new JsonObject { ["policy"] = "only" };

        var done = await fixture.Api.FinalAsync(await fixture.Api.AcceptedAsync(update));

        done["deliveries"]!.AsArray().Select(d => (string?)d!["channel"]).ShouldBe(["email"]);
    }

    [Theory]
    [InlineData("Pacific/Auckland", "22 November")]
    [InlineData("America/New_York", "21 November")]
    public async Task Dates_are_those_of_the_contacts_zone(string zone, string expected)
    {
        var contact = Somebody("4", "en", "email");
        contact["timeZone"] = zone;
        var update = ContactCalls.UpdateTo(await fixture.Api.PutContactAsync(contact));
        update["case"]!["occurredAt"] = "2025-11-21T12:00:00Z";

        using var answer = await fixture.Api.PostAsync(update, path: "/api/v1/status-updates?dryRun=true");

        ((string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["email"]!["text"])!.ShouldContain(expected);
    }

    [Fact]
    public async Task A_contact_without_addresses_can_be_told_nothing()
    {
        var id = await fixture.Api.PutContactAsync(new() { ["name"] = "Nobody Reachable" });

        using var answer = await fixture.Api.PostAsync(ContactCalls.UpdateTo(id));

        (await ErrorsAsync(answer)).ShouldBe([("/to", "no_address")]);
    }

    [Fact]
    public async Task A_contact_that_is_not_there_is_unknown()
    {
        using var answer = await fixture.Api.PostAsync(ContactCalls.UpdateTo(Guid.NewGuid()));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ErrorsAsync(answer)).ShouldBe([("/to/contactId", "unknown_value")]);
    }

    [Fact]
    public async Task A_test_key_does_not_know_real_persons_nor_a_real_key_test_persons()
    {
        var real = await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120040006" });
        var trial = await fixture.Trial.PutContactAsync(new() { ["mobile"] = "+989120040007" });

        using var one = await fixture.Trial.PostAsync(ContactCalls.UpdateTo(real));
        using var other = await fixture.Api.PostAsync(ContactCalls.UpdateTo(trial));

        (await ErrorsAsync(one)).ShouldBe([("/to/contactId", "unknown_value")]);
        (await ErrorsAsync(other)).ShouldBe([("/to/contactId", "unknown_value")]);
    }

    [Fact]
    public async Task Somebody_who_was_erased_is_unknown()
    {
        var id = await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120040008" });
        await fixture.Api.EraseAsync(id);

        using var answer = await fixture.Api.PostAsync(ContactCalls.UpdateTo(id));

        (await ErrorsAsync(answer)).ShouldBe([("/to/contactId", "unknown_value")]);
    }

    private static JsonObject Somebody(string number, string language, params string[] order) => new()
    {
        ["mobile"] = $"+98912004000{number}",
        ["email"] = $"sending{number}@example.org",
        ["language"] = language,
        ["channelOrder"] = new JsonArray([.. order.Select(o => (JsonNode)o)]),
    };

    private static async Task<List<(string?, string?)>> ErrorsAsync(HttpResponseMessage answer) =>
        [.. JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsArray().Select(e => ((string?)e!["pointer"], (string?)e["code"]))];
}
