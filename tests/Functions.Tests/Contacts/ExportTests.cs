using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Contacts;

public sealed class ExportTests(AzuriteFixture azurite)
{
    private const string Mobile = "+989120060001";
    private const string Email = "export@example.org";

    [Fact]
    public async Task An_export_has_everything_that_is_held_of_the_person()
    {
        await using var host = await StartAsync();
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var id = await api.PutContactAsync(ContactTests.Full(Mobile, Email));
        var update = ContactCalls.UpdateTo(id);
        update["urgent"] = true;
        update["data"] = new JsonObject { ["note"] = "Bring your papers." };
        var sent = await api.AcceptedAsync(update);
        await api.FinalAsync(sent);
        var waiting = ApiUser.StatusUpdate(Mobile);
        waiting["sendAt"] = TimeProvider.System.GetUtcNow().AddHours(2).ToString("O");
        var scheduled = await api.AcceptedAsync(waiting);
        await host.BlockAsync(Channel.Email, Email, BlockCause.Undeliverable, Reason.Bounced);

        var export = (await api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/contacts/{id}/export"))!;

        ((string?)export["contact"]!["mobile"], (string?)export["contact"]!["name"]).ShouldBe((Mobile, "سارا احمدی"));
        ((string?)export["contact"]!["channels"]!["email"]!["blocked"]!["reason"]).ShouldBe("bounced");
        ((string?)export["references"]![0]!["client"], (string?)export["references"]![0]!["value"]).ShouldBe(("test", "number of " + Mobile));
        var notifications = export["notifications"]!.AsArray();
        notifications.Select(n => (string?)n!["id"]).ShouldBe([scheduled, sent]);
        var content = notifications[1]!["content"]!;
        ((string?)content["email"], (string?)content["data"]!["note"]).ShouldBe((Email, "Bring your papers."));
        ((string?)content["sms"])!.ShouldContain("بازنشستگی");
        ((string?)content["text"])!.ShouldContain("Bring your papers.");
        ((string?)export["others"]!["diary"]!["of"]).ShouldBe(id.ToString());
    }

    [Fact]
    public async Task It_is_written_down_who_exported_and_not_of_whom()
    {
        await using var host = await StartAsync();
        var key = await host.NewKeyAsync("auditor");
        using var api = new ApiUser(host.ClientWith(key));
        var id = await api.PutContactAsync(ContactTests.Full(Mobile, Email));

        using var answer = await api.Http.GetAsync($"/api/v1/contacts/{id}/export");

        var row = await host.Tables.GetTableClient(Tables.Audit).QueryAsync<TableEntity>().SingleAsync();
        (row.GetString("Action"), row.GetString("Client"), row.GetString("KeyId")).ShouldBe(("contact_exported", "auditor", key.Split('_')[1]));
        string.Join(' ', row.Select(c => $"{c.Value}")).ShouldNotContain(id.ToString());
    }

    [Fact]
    public async Task What_was_sent_to_a_shared_telephone_without_a_name_is_in_nobodys_export()
    {
        await using var host = await StartAsync();
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var first = await api.PutContactAsync(new() { ["mobile"] = Mobile, ["name"] = "One" });
        await api.PutContactAsync(new() { ["mobile"] = Mobile, ["name"] = "Other" });
        await api.AcceptedAsync(ApiUser.StatusUpdate(Mobile));
        await api.AcceptedAsync(ApiUser.StatusUpdate(Mobile, name: "Other"));
        var own = await api.AcceptedAsync(ApiUser.StatusUpdate(Mobile, name: "One"));

        var export = (await api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/contacts/{first}/export"))!;

        export["notifications"]!.AsArray().Select(n => (string?)n!["id"]).ShouldBe([own]);
    }

    private Task<PeykHost> StartAsync() => PeykHost.StartAsync(
        azurite.NewAccount(),
        new Dictionary<string, string> { ["Retention__Content"] = "1.00:00:00", ["Peyk__LongestLifetime"] = "1.00:00:00" },
        services => services.AddSingleton<IPersonalData, Diary>());

    /// <summary>A capability of the test's own that holds something of everybody.</summary>
    private sealed class Diary : IPersonalData
    {
        public string Name => "diary";

        public Task<JsonNode?> ExportAsync(DataSubject subject, CancellationToken cancellationToken) =>
            Task.FromResult<JsonNode?>(new JsonObject { ["of"] = subject.ContactId.ToString() });

        public Task<ErasedPart> EraseAsync(DataSubject subject, CancellationToken cancellationToken) => Task.FromResult(new ErasedPart(0));
    }
}
