using System.Net;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Contacts;

public sealed class ContactTests(ContactFixture fixture) : IClassFixture<ContactFixture>
{
    [Fact]
    public async Task A_contact_that_was_put_is_there_as_it_was_put()
    {
        var id = Guid.NewGuid();
        var contact = Full("+989120010001", "put1@example.org");

        using var answer = await fixture.PutAsync(id, contact);
        var read = await fixture.Api.ContactAsync(id);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        answer.Headers.Location!.ToString().ShouldBe($"/api/v1/contacts/{id}");
        answer.Headers.ETag.ShouldNotBeNull();
        foreach (var (name, value) in contact)
            JsonNode.DeepEquals(read[name], value).ShouldBeTrue($"{name}: {read[name]?.ToJsonString()}");
        JsonNode.DeepEquals(read["channels"], JsonNode.Parse("""{"email":{},"sms":{}}""")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_put_replaces_everything()
    {
        var id = await fixture.Api.PutContactAsync(Full("+989120010002", "put2@example.org"));

        using var answer = await fixture.PutAsync(id, new() { ["email"] = "new2@example.org" });

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await fixture.Api.ContactAsync(id)).Select(m => m.Key).ShouldBe(["id", "email", "channels", "createdAt", "changedAt", "test"]);
    }

    [Fact]
    public async Task Who_wants_no_quiet_hours_says_none()
    {
        var id = await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120010003", ["quietHours"] = "none" });

        ((string?)(await fixture.Api.ContactAsync(id))["quietHours"]).ShouldBe("none");
    }

    [Fact]
    public async Task All_errors_come_at_once()
    {
        using var answer = await fixture.PutAsync(Guid.NewGuid(), new()
        {
            ["mobile"] = "0912",
            ["email"] = "nobody",
            ["timeZone"] = "Mars/Olympus",
            ["channelOrder"] = new JsonArray("pigeon"),
            ["quietHours"] = new JsonObject { ["from"] = "21:00", ["to"] = "21:00" },
            ["pausedUntil"] = "tomorrow",
            ["topics"] = new JsonObject { ["News!"] = new JsonObject(), ["reminders"] = new JsonObject { ["sms"] = "off" }, ["canaries"] = new JsonObject() },
            ["surprise"] = 1,
        });

        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsArray().Select(e => (string?)e!["pointer"]).ShouldBe(
            ["/mobile", "/email", "/timeZone", "/channelOrder/0", "/quietHours", "/pausedUntil", "/topics/News!", "/topics/reminders/sms", "/topics/canaries", "/surprise"],
            ignoreOrder: true);
    }

    [Fact]
    public async Task A_dry_run_keeps_nothing()
    {
        var id = Guid.NewGuid();
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/contacts/{id}?dryRun=true")
        {
            Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json"),
        };

        using var answer = await fixture.Api.Http.SendAsync(request);
        using var read = await fixture.Api.Http.GetAsync($"/api/v1/contacts/{id}");

        (answer.StatusCode, read.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task Contacts_belong_to_the_organisation_and_references_to_the_client()
    {
        var id = await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120010004", ["reference"] = "p-4" });
        await fixture.Other.PutContactAsync(new() { ["mobile"] = "+989120010004", ["reference"] = "l-4" }, id);

        ((string?)(await fixture.Api.ContactAsync(id))["reference"], (string?)(await fixture.Other.ContactAsync(id))["reference"]).ShouldBe(("p-4", "l-4"));
    }

    [Fact]
    public async Task One_id_may_be_a_real_person_and_a_trial()
    {
        var id = await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120010005" });

        using var unseen = await fixture.Trial.Http.GetAsync($"/api/v1/contacts/{id}");
        await fixture.Trial.PutContactAsync(new() { ["mobile"] = "+989120010006" }, id);

        unseen.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        ((string?)(await fixture.Api.ContactAsync(id))["mobile"], (string?)(await fixture.Trial.ContactAsync(id))["mobile"])
            .ShouldBe(("+989120010005", "+989120010006"));
        (await ContactFixture.FindAsync(fixture.Trial, "mobile", "+989120010005")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_that_names_a_person_is_readable_in_the_table()
    {
        await fixture.Api.PutContactAsync(Full("+989120010007", "unreadable@example.org"));

        await foreach (var row in fixture.Host.Tables.GetTableClient(Tables.Contacts).QueryAsync<TableEntity>())
        {
            var text = string.Join(' ', row.Select(c => c.Value is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : $"{c.Value}"));
            text.ShouldNotContain("9120010007");
            text.ShouldNotContain("unreadable");
            text.ShouldNotContain("سارا");
            text.ShouldNotContain("number of");
        }
    }

    internal static JsonObject Full(string mobile, string email) => new()
    {
        ["mobile"] = mobile,
        ["email"] = email,
        ["name"] = "سارا احمدی",
        ["language"] = "fa",
        ["timeZone"] = "Asia/Tehran",
        ["channelOrder"] = new JsonArray("email", "sms"),
        ["quietHours"] = new JsonObject { ["from"] = "22:30", ["to"] = "07:00" },
        ["pausedUntil"] = "2027-01-01T00:00:00+00:00",
        ["topics"] = new JsonObject { ["reminders"] = new JsonObject { ["sms"] = false }, ["status-updates"] = new JsonObject { ["email"] = false } },
        ["reference"] = "number of " + mobile,
    };
}
