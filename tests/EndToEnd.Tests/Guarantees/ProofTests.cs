using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Guarantees;

/// <summary>What was done can be proved, to others and years later.</summary>
[Collection(nameof(OneAtATime))]
public sealed class ProofTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_receipt_is_signed_and_checks_against_the_published_keys()
    {
        await using var host = await PeykHost.StartAsync(azurite.NewAccount(), ShortTimes.Patient());
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var id = await api.AcceptedAsync(ApiUser.StatusUpdate("+989380000001", name: "Sara"));
        await api.FinalAsync(id);

        var jws = await api.Http.GetStringAsync($"/api/v1/notifications/{id}/receipt");
        using var anyone = host.ClientWith(null);
        var keys = await anyone.GetStringAsync("/.well-known/jwks.json");
        var (payload, problem) = SignedProof.Check(jws, keys);

        problem.ShouldBeNull();
        var proof = JsonNode.Parse(payload!)!;
        proof["sub"]!.GetValue<string>().ShouldBe(id);
        proof["status"]!.GetValue<string>().ShouldBe("delivered");
        proof["chain"]!["count"]!.GetValue<int>().ShouldBe(4);
        proof["deliveries"]![0]!["attempts"]![0]!["commitment"]!.GetValue<string>().Length.ShouldBe(64);
        payload!.ShouldNotContain("98938");
        payload!.ShouldNotContain("Sara");
    }

    [Fact]
    public async Task A_receipt_that_was_changed_or_is_of_another_key_does_not_check()
    {
        await using var host = await PeykHost.StartAsync(azurite.NewAccount(), ShortTimes.Patient());
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var id = await api.AcceptedAsync(ApiUser.StatusUpdate("+989380000002"));
        var jws = await api.Http.GetStringAsync($"/api/v1/notifications/{id}/receipt");
        var keys = await api.Http.GetStringAsync("/.well-known/jwks.json");
        var parts = jws.Split('.');
        var forged = $"{parts[0]}.{System.Buffers.Text.Base64Url.EncodeToString("""{"status":"delivered"}"""u8)}.{parts[2]}";

        SignedProof.Check(forged, keys).Problem.ShouldBe("the signature is wrong");
        SignedProof.Check(jws, """{"keys":[]}""").Problem.ShouldBe("it is signed with a key that is not published");
        SignedProof.Check("nonsense", keys).Problem.ShouldBe("it is no JWS in compact form");
    }

    [Fact]
    public async Task No_receipt_is_signed_for_an_altered_log_nor_for_another_client()
    {
        await using var host = await PeykHost.StartAsync(azurite.NewAccount(), ShortTimes.Patient());
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        using var other = new ApiUser(host.ClientWith(await host.NewKeyAsync("other")));
        var id = await api.AcceptedAsync(ApiUser.StatusUpdate("+989380000003"));
        await api.FinalAsync(id);

        (await other.Http.GetAsync($"/api/v1/notifications/{id}/receipt")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await AlterAsync(host, id + "|000003", "Code", "30005");
        (await api.Http.GetAsync($"/api/v1/notifications/{id}/receipt")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_whole_day_is_verified_and_every_kind_of_tampering_shows()
    {
        await using var host = await PeykHost.StartAsync(azurite.NewAccount(), ShortTimes.Patient());
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => api.AcceptedAsync(ApiUser.StatusUpdate($"+98938000001{n}"))));
        foreach (var id in ids)
            await api.FinalAsync(id);
        var day = host.Get<NotificationKeys>().Day(NotificationKeys.TimeOf(Guid.Parse(ids[0])));
        var whole = await host.Get<LogVerification>().VerifyDayAsync(day, default);

        await AlterAsync(host, ids[0] + "|000002", "Commitment", new string('0', 64));
        await DeleteAsync(host, ids[1] + "|000002");
        await AlterAsync(host, ids[2], "Deliveries", (await HeadAsync(host, ids[2])).Replace("delivered", "failed", StringComparison.Ordinal));
        var found = await host.Get<LogVerification>().VerifyDayAsync(day, default);

        whole.ShouldBe(new DayVerification(4, whole.Altered));
        whole.Altered.ShouldBeEmpty();
        found.Altered.ToDictionary(a => a.Id.ToString(), a => a.Problem).ShouldBe(new Dictionary<string, string>
        {
            [ids[0]] = "entry 2 was altered",
            [ids[1]] = "entry 2 is missing",
            [ids[2]] = "the head's status of delivery 1 is not that of its last entry",
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task After_a_rotation_content_is_under_the_new_key_and_old_logs_still_verify()
    {
        var storage = azurite.NewAccount();
        var (old, @new, lookup) = (Secret(), Secret(), Secret());
        string id, key;
        await using (var before = await PeykHost.StartAsync(
            storage, ShortTimes.Patient(("Peyk__MasterKeys", $"old:{old}"), ("Peyk__LookupKey", lookup))))
        {
            key = await before.NewKeyAsync();
            using var api = new ApiUser(before.ClientWith(key));
            var update = ApiUser.StatusUpdate("+989380000020");
            update["reference"] = "file-7";
            id = await api.AcceptedAsync(update);
            await api.FinalAsync(id);
        }

        await using var after = await PeykHost.StartAsync(
            storage, ShortTimes.Patient(("Peyk__MasterKeys", $"new:{@new},old:{old}"), ("Peyk__LookupKey", lookup)));
        using var client = new ApiUser(after.ClientWith(key));
        var rewrapped = await after.Get<KeyRotation>().RunAsync(default);
        var again = await after.Get<KeyRotation>().RunAsync(default);
        var read = await client.NotificationAsync(id);

        (rewrapped, again).ShouldBe((1, 0));
        var content = await RowAsync(after, id + "|c");
        content.GetString("KeyId").ShouldBe("new");
        read["reference"]!.GetValue<string>().ShouldBe("file-7");
        read["logIntegrity"]!["verified"]!.GetValue<bool>().ShouldBeTrue();
    }

    private static string Secret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static async Task<string> HeadAsync(PeykHost host, string id) => (await RowAsync(host, id)).GetString("Deliveries")!;

    private static async Task<TableEntity> RowAsync(PeykHost host, string rowKey) =>
        await host.Tables.GetTableClient(Tables.Notifications)
            .QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"RowKey eq {rowKey}")).SingleAsync();

    private static async Task AlterAsync(PeykHost host, string rowKey, string column, object value)
    {
        var row = await RowAsync(host, rowKey);
        row[column] = value;
        await host.Tables.GetTableClient(Tables.Notifications).UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
    }

    private static async Task DeleteAsync(PeykHost host, string rowKey)
    {
        var row = await RowAsync(host, rowKey);
        await host.Tables.GetTableClient(Tables.Notifications).DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag);
    }
}
