using System.Security.Cryptography;
using Azure.Data.Tables;
using Peyk.Functions.Contacts;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Contacts;

public sealed class ContactKeyRotationTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Contacts_come_under_the_new_master_key_and_stay_as_they_are()
    {
        var storage = azurite.NewAccount();
        var (old, @new, lookup) = (Secret(), Secret(), Secret());
        Guid real, trial;
        string key, version;
        await using (var before = await StartAsync(storage, $"old:{old}", lookup))
        {
            key = await before.NewKeyAsync();
            using var api = new ApiUser(before.ClientWith(key));
            real = await api.PutContactAsync(ContactTests.Full("+989120070001", "rotation@example.org"));
            version = await VersionAsync(api, real);
            trial = Guid.NewGuid();
            (await before.Get<ContactStore>().TrySaveAsync(null, (await before.Get<ContactStore>().FindAsync(real, false, default))! with { Id = trial, IsTest = true }, default))
                .ShouldBeTrue();
        }

        await using var after = await StartAsync(storage, $"new:{@new},old:{old}", lookup);
        using var client = new ApiUser(after.ClientWith(key));
        var rewrapped = await after.Get<ContactKeyRotation>().RunAsync(default);
        var again = await after.Get<ContactKeyRotation>().RunAsync(default);

        (rewrapped, again).ShouldBe((2, 0));
        await foreach (var row in after.Tables.GetTableClient(Tables.Contacts).QueryAsync<TableEntity>("KeyId ne ''"))
            row.GetString("KeyId").ShouldBe("new");
        ((string?)(await client.ContactAsync(real))["email"]).ShouldBe("rotation@example.org");
        (await VersionAsync(client, real)).ShouldBe(version);
    }

    private static async Task<string> VersionAsync(ApiUser api, Guid id)
    {
        using var answer = await api.Http.GetAsync($"/api/v1/contacts/{id}");
        return answer.Headers.ETag!.Tag;
    }

    private static string Secret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static Task<PeykHost> StartAsync(string storage, string masterKeys, string lookup) => PeykHost.StartAsync(
        storage, new Dictionary<string, string> { ["Peyk__MasterKeys"] = masterKeys, ["Peyk__LookupKey"] = lookup });
}
