using System.Net;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Peyk.Functions.Cli;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Storage;
using Peyk.Functions.Tests.Api;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Clients;

public sealed class KeyTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_key_of_the_command_line_opens_the_api_until_it_is_revoked()
    {
        var key = (await RunAsync("keys", "create", "--client", "cli", "--scopes", "notifications:read,status-updates")).Output.Trim();
        using var http = fixture.Host.ClientWith(key);

        (await http.GetAsync("/api/v1/feed")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var listed = (await RunAsync("keys", "list")).Output;
        listed.ShouldContain($"{key.Split('_')[1]}  cli  valid  notifications:read,status-updates");
        listed.ShouldNotContain(key.Split('_', 3)[2]);

        (await RunAsync("keys", "revoke", key.Split('_')[1])).Code.ShouldBe(0);
        (await http.GetAsync("/api/v1/feed")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await RunAsync("keys", "list")).Output.ShouldContain($"{key.Split('_')[1]}  cli  ended");
    }

    [Fact]
    public async Task Only_a_hash_of_the_secret_is_stored()
    {
        var key = await fixture.Host.NewKeyAsync("hashed");

        var row = await fixture.Host.Tables.GetTableClient(Tables.Clients).GetEntityAsync<TableEntity>("key", key.Split('_')[1]);

        string.Join(' ', row.Value.Keys.Select(k => row.Value[k]?.ToString())).ShouldNotContain(key.Split('_', 3)[2]);
        row.Value.GetBinary("Hash")!.Length.ShouldBe(32);
    }

    [Fact]
    public async Task A_key_ends_by_itself()
    {
        var listed = await RunAsync("keys", "create", "--client", "short", "--scopes", "all", "--expires", "P90D");
        listed.Code.ShouldBe(0);
        (await RunAsync("keys", "list")).Output.ShouldContain("short  valid until ");

        var past = await fixture.Host.Get<ApiKeys>().CreateAsync("past", Scopes.All, TimeProvider.System.GetUtcNow().AddSeconds(-1), default);
        using var http = fixture.Host.ClientWith(past.Key);
        (await http.GetAsync("/api/v1/feed")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Two_keys_of_a_client_overlap()
    {
        using var before = await fixture.UserAsync("rotating");
        using var after = await fixture.UserAsync("rotating");

        var id = await before.AcceptedAsync(ApiUser.StatusUpdate("+989127770001", policy: "only"));

        ((string?)(await after.FinalAsync(id))["status"]).ShouldBe("delivered");
    }

    public static TheoryData<string, string[]> Wrong => new()
    {
        { "no client", ["keys", "create", "--scopes", "all"] },
        { "a client in another spelling", ["keys", "create", "--client", "A B", "--scopes", "all"] },
        { "a scope that is none", ["keys", "create", "--client", "a", "--scopes", "everything"] },
        { "a time in words", ["keys", "create", "--client", "a", "--scopes", "all", "--expires", "soon"] },
        { "revoking what is not there", ["keys", "revoke", "000000000000"] },
        { "an unknown command", ["keys", "burn"] },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_command_ends_with_an_error(string why, string[] arguments) =>
        (await RunAsync(arguments)).Code.ShouldNotBe(0, why);

    [Fact]
    public void Only_commands_are_taken_for_commands()
    {
        CommandLine.Has(["keys", "list"]).ShouldBeTrue();
        CommandLine.Has(["--urls", "http://127.0.0.1:0"]).ShouldBeFalse();
        CommandLine.Has([]).ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_that_comes_with_a_test_key_leaves_and_the_recipient_chooses_the_outcome()
    {
        var key = await fixture.Host.Get<ApiKeys>().CreateAsync(new KeyRequest("trying", Scopes.All, IsTest: true), default);
        using var api = new ApiUser(fixture.Host.ClientWith(key.Key));
        var sent = fixture.Host.Simulator.AcceptedMessages + fixture.Host.Simulator.AcceptedMails;

        var delivered = await api.FinalAsync(await api.AcceptedAsync(ApiUser.StatusUpdate("+989127770002", policy: "only")));
        var failed = await api.FinalAsync(await api.AcceptedAsync(ApiUser.StatusUpdate("+989120001005", policy: "only")));
        var refused = await api.FinalAsync(await api.AcceptedAsync(ApiUser.StatusUpdate("+989120001211", "test@example.org")));
        var bounced = await api.FinalAsync(await api.AcceptedAsync(ApiUser.StatusUpdate(email: "bounced@sim.example")));

        Outcome(delivered).ShouldBe("delivered ");
        Outcome(failed).ShouldBe("failed invalid_address");
        Outcome(bounced).ShouldBe("failed bounced");
        refused["deliveries"]!.AsArray().Select(d => (string?)d!["status"]).ShouldBe(["failed", "delivered"]);
        delivered["log"]!.AsArray().Select(e => (string?)e!["event"]).ShouldBe(["accepted", "sending", "sent", "delivered"]);
        ((bool?)delivered["test"]).ShouldBe(true);
        (fixture.Host.Simulator.AcceptedMessages + fixture.Host.Simulator.AcceptedMails).ShouldBe(sent);
    }

    private static string Outcome(JsonObject notification) => $"{notification["status"]} {notification["deliveries"]![0]!["reason"]}";

    private async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var output = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, () => fixture.Host.Services, output, new StringWriter());
        return (code, output.ToString());
    }
}
