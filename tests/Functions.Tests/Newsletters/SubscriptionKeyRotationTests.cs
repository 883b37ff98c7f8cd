using System.Security.Cryptography;
using Azure.Data.Tables;
using Peyk.Core.Addresses;
using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Newsletters;

public sealed class SubscriptionKeyRotationTests(AzuriteFixture azurite)
{
    private static readonly LanguageTag[] Languages = [LanguageTag.Parse("fa")];

    [Fact]
    public async Task Subscriptions_come_under_the_new_master_key_and_links_in_old_mails_hold()
    {
        var (storage, lookup) = (azurite.NewAccount(), Secret());
        var (old, @new) = ($"old:{Secret()}", $"new:{Secret()}");
        string path;
        await using (var before = await StartAsync(storage, old, lookup))
        {
            await before.Get<SampleSubscriptions>().WriteAsync("pensioners", isTest: false, 60, Languages, default);
            await before.Get<SampleSubscriptions>().WriteAsync("pensioners", isTest: true, 1, Languages, default);
            path = new Uri(before.Get<NewsletterLinks>().Unsubscribe((await FindAsync(before)).Id)).AbsolutePath;
        }

        await using var after = await StartAsync(storage, $"{@new},{old}", lookup);
        var rewrapped = await after.Get<SubscriptionKeyRotation>().RunAsync(default);
        var again = await after.Get<SubscriptionKeyRotation>().RunAsync(default);

        (rewrapped, again).ShouldBe((61, 0));
        await foreach (var row in after.Tables.GetTableClient(Tables.Subscriptions).QueryAsync<TableEntity>("KeyId ne ''"))
            row.GetString("KeyId").ShouldBe("new");
        after.Get<SubscriptionStore>().Open(await FindAsync(after))!.Email.ShouldBe(SampleSubscriptions.AddressOf(0));
        using var http = after.ClientWith(null);
        (await http.GetAsync(path)).IsSuccessStatusCode.ShouldBeTrue();
    }

    private static async Task<Subscription> FindAsync(PeykHost host) => (await host.Get<SubscriptionStore>().FindAsync(
        "pensioners", isTest: false, host.Get<AddressHashes>().Of(Channel.Email, SampleSubscriptions.AddressOf(0), isTest: false), default))!;

    private static string Secret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static Task<PeykHost> StartAsync(string storage, string masterKeys, string lookup) => PeykHost.StartAsync(storage, new Dictionary<string, string>
    {
        ["Peyk__MasterKeys"] = masterKeys, ["Peyk__LookupKey"] = lookup, ["RetentionSchedule"] = "0 0 0 1 1 *",
    });
}
