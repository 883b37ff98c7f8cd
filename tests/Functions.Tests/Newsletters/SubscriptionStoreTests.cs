using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using Peyk.Core.Addresses;
using Peyk.Functions.Contacts;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Newsletters;

public sealed class SubscriptionStoreTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly LanguageTag[] Languages = [LanguageTag.Parse("fa"), LanguageTag.Parse("en")];

    private readonly AddressHashes _hashes = new(Keys());
    private SubscriptionStore _store = null!;
    private SampleSubscriptions _samples = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var tables = new TableServiceClient(azurite.NewAccount());
        await tables.CreateTableIfNotExistsAsync(Tables.Subscriptions, Token);
        _store = new(tables, new(Keys()));
        _samples = new(_store, _hashes, TimeProvider.System);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Pages_of_all_shards_bring_every_subscriber_once_in_the_order_of_keys()
    {
        await _samples.WriteAsync("benefits-news", isTest: false, 450, Languages, Token);
        var all = new List<Subscription>();

        for (var shard = 0; shard < SubscriptionRows.Shards; shard++)
        {
            string? after = null;
            IReadOnlyList<Subscription> page;
            do
            {
                page = await _store.ReadPageAsync("benefits-news", isTest: false, shard, after, 10, Token);
                page.Select(row => row.Hash).ShouldBeInOrder();
                all.AddRange(page);
                after = page.Count > 0 ? page[^1].Hash : null;
            }
            while (page.Count == 10);
        }

        all.Select(row => _store.Open(row)!.Email).Order().ShouldBe(Enumerable.Range(0, 450).Select(SampleSubscriptions.AddressOf));
        all.ShouldAllBe(row => row.MaySend(DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public async Task A_range_brings_what_lies_between_its_keys_only()
    {
        await _samples.WriteAsync("benefits-news", isTest: false, 200, Languages, Token);
        var keys = await _store.ReadKeysAsync("benefits-news", isTest: false, shard: 7, after: null, 100, Token);
        keys.Count.ShouldBeGreaterThan(4);

        var range = await _store.ReadRangeAsync("benefits-news", isTest: false, 7, keys[0], keys[3], 100, Token);

        range.Select(row => row.Hash).ShouldBe(keys.Skip(1).Take(3));
    }

    [Fact]
    public async Task What_is_written_is_read_again_by_address_and_by_the_id_in_links()
    {
        await _samples.WriteAsync("pensioners", isTest: true, 1, Languages, Token, first: 41);
        var hash = _hashes.Of(Core.Deliveries.Channel.Email, SampleSubscriptions.AddressOf(41), isTest: true);

        var found = (await _store.FindAsync("pensioners", isTest: true, hash, Token))!;

        (await _store.FindAsync(found.Id, Token))!.Hash.ShouldBe(hash);
        found.Topic.ShouldBe("pensioners");
        found.IsTest.ShouldBeTrue();
        (await _store.FindAsync("pensioners", isTest: false, hash, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task An_address_has_one_row_in_a_topic_and_the_second_leaves_no_way_to_itself()
    {
        await _samples.WriteAsync("pensioners", isTest: false, 1, Languages, Token);
        var hash = _hashes.Of(Core.Deliveries.Channel.Email, SampleSubscriptions.AddressOf(0), isTest: false);
        var first = (await _store.FindAsync("pensioners", isTest: false, hash, Token))!;
        var second = first with { Id = SubscriptionRows.NewId(DateTimeOffset.UnixEpoch, hash) };

        (await _store.TryAddAsync(second, Token)).ShouldBeFalse();
        (await _store.TryAddAsync(first, Token)).ShouldBeTrue("the same again is no other");

        (await _store.FindAsync(second.Id, Token)).ShouldBeNull();
        (await _store.FindAsync("pensioners", isTest: false, hash, Token))!.Id.ShouldBe(first.Id);
    }

    [Fact]
    public async Task Of_two_who_change_a_row_at_the_same_time_one_is_told_to_look_again()
    {
        await _samples.WriteAsync("pensioners", isTest: false, 1, Languages, Token);
        var hash = _hashes.Of(Core.Deliveries.Channel.Email, SampleSubscriptions.AddressOf(0), isTest: false);
        var read = (await _store.FindAsync("pensioners", isTest: false, hash, Token))!;

        (await _store.TrySaveAsync(read with { Region = "fars" }, Token)).ShouldBeTrue();

        (await _store.TrySaveAsync(read with { Region = "isfahan" }, Token)).ShouldBeFalse();
        await Should.ThrowAsync<RequestFailedException>(() => _samples.WriteAsync("pensioners", isTest: false, 1, Languages, Token));
    }

    private static Keyring Keys() => new(Options.Create(new PeykOptions
    {
        MasterKeys = "k1:" + Convert.ToBase64String(new byte[32]),
        LookupKey = Convert.ToBase64String(new byte[32]),
    }));
}
