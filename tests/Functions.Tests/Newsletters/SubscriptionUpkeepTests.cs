using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Peyk.Core.Newsletters;
using Peyk.Functions.Contacts;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;
using static Peyk.Functions.Tests.Newsletters.SubscriptionFixture;

namespace Peyk.Functions.Tests.Newsletters;

/// <summary>How long subscriptions are kept, and what is known of a person. Each test has an app of its own, because time passes for all rows.</summary>
public sealed class SubscriptionUpkeepTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly SubscriptionFixture _fixture = new(azurite);

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task What_nobody_confirms_goes_when_its_time_is_over_and_what_is_confirmed_stays()
    {
        await _fixture.AcceptedAsync(new JsonObject { ["email"] = "forgotten@example.org" }, "key");
        await _fixture.AcceptedAsync(new JsonObject { ["email"] = "confirmed@example.org" });
        await _fixture.SubmitAsync(_fixture.ConfirmPath((await _fixture.FindAsync("confirmed@example.org"))!));

        await PassAsync(6);
        (await _fixture.FindAsync("forgotten@example.org")).ShouldNotBeNull();
        await PassAsync(3);

        (await _fixture.FindAsync("forgotten@example.org")).ShouldBeNull();
        (await _fixture.FindAsync("confirmed@example.org"))!.State.ShouldBe(SubscriptionState.Confirmed);
        (await RowsAsync()).ShouldAllBe(row => row.PartitionKey == SubscriptionRows.Topics || !row.RowKey.StartsWith("key", StringComparison.Ordinal));
        (await RowsAsync()).Count.ShouldBe(3, "the topic, the subscription and what leads to it");
        (await _fixture.Host.Tables.GetTableClient(Tables.Idempotency).QueryAsync<TableEntity>().CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Who_left_is_forgotten_in_two_steps_and_no_old_list_brings_them_back()
    {
        var consented = _fixture.Time.GetUtcNow();
        var row = await _fixture.SubscribedAsync("leaver@example.org");
        _fixture.Time.Advance(TimeSpan.FromMinutes(1));
        await _fixture.Host.Get<SubscriptionChanges>().UnsubscribeAsync(row.Id, SubscriptionWay.OneClick, null, default);

        await PassAsync(29);
        var soon = (await _fixture.FindAsync("leaver@example.org"))!;
        await PassAsync(3);
        var later = (await _fixture.FindAsync("leaver@example.org"))!;
        using var old = await _fixture.PostAsync(_fixture.Confirmed("leaver@example.org", consented));
        await PassAsync(1826);

        (soon.Content is null, soon.CanResume, later.Content is null, later.CanResume, later.State).ShouldBe((false, true, true, false, SubscriptionState.Unsubscribed));
        ((int)old.StatusCode).ShouldBe(400);
        (await _fixture.FindAsync("leaver@example.org")).ShouldBeNull();
        (await RowsAsync()).ShouldAllBe(left => left.PartitionKey == SubscriptionRows.Topics);
    }

    [Fact]
    public async Task Who_left_and_was_asked_again_in_vain_is_still_known_as_gone()
    {
        var row = await _fixture.SubscribedAsync("in-vain@example.org");
        var left = _fixture.Time.GetUtcNow();
        await _fixture.Host.Get<SubscriptionChanges>().UnsubscribeAsync(row.Id, SubscriptionWay.OneClick, null, default);
        await _fixture.AcceptedAsync(new JsonObject { ["email"] = "in-vain@example.org" });

        await PassAsync(9);

        var now = (await _fixture.FindAsync("in-vain@example.org"))!;
        (now.State, now.Changes[^1].Way).ShouldBe((SubscriptionState.Unsubscribed, SubscriptionWay.NotConfirmed));
        now.EndedAt!.Value.ShouldBeLessThan(left.AddHours(1));
    }

    [Fact]
    public async Task A_run_that_breaks_off_leaves_the_rest_for_the_next()
    {
        await _fixture.AcceptedAsync(new JsonObject { ["email"] = "unlucky@example.org" });
        var row = await _fixture.SubscribedAsync("leaving@example.org");
        await _fixture.Host.Get<SubscriptionChanges>().UnsubscribeAsync(row.Id, SubscriptionWay.OneClick, null, default);
        _fixture.Time.Advance(TimeSpan.FromDays(40));
        _fixture.Failure.BreakNext("\"State\":\"unsubscribed\"", after: true);

        await Should.ThrowAsync<InvalidOperationException>(() => _fixture.Host.Get<SubscriptionRetention>().RunAsync(default));
        await _fixture.Host.Get<SubscriptionRetention>().RunAsync(default);
        await _fixture.Host.Get<SubscriptionRetention>().RunAsync(default);

        (await _fixture.FindAsync("unlucky@example.org")).ShouldBeNull();
        (await _fixture.FindAsync("leaving@example.org"))!.Content.ShouldBeNull();
    }

    [Fact]
    public async Task An_export_shows_the_subscriptions_with_their_proof_and_an_erasure_leaves_no_trace()
    {
        var person = await _fixture.Api.PutContactAsync(new() { ["email"] = "person@example.org", ["name"] = "Zarnegar Person" });
        await _fixture.SubscribedAsync("person@example.org");
        await _fixture.AcceptedAsync(new JsonObject { ["contactId"] = person.ToString("D") }, topic: OtherTopic);
        var named = _fixture.Confirmed("other-address@example.org");
        named["contactId"] = person.ToString("D");
        await _fixture.AcceptedAsync(named);
        await _fixture.SubscribedAsync("neighbour@example.org");
        var ended = (await _fixture.FindAsync("person@example.org"))!;
        await _fixture.Host.Get<SubscriptionChanges>().UnsubscribeAsync(ended.Id, SubscriptionWay.OneClick, null, default);
        var hashes = new[] { ended.Hash, (await _fixture.FindAsync("other-address@example.org"))!.Hash };

        var export = (await _fixture.Api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/contacts/{person}/export"))!["others"]!["subscriptions"]!.AsArray();
        var subject = new DataSubject(
            person, IsTest: false, [new(Core.Deliveries.Channel.Email, "person@example.org", hashes[0], IsShared: false)], ["Zarnegar Person"], _fixture.Time.GetUtcNow());
        var persons = _fixture.Host.Get<IEnumerable<IPersonalData>>().OfType<SubscriptionPersons>().Single();
        var first = await persons.EraseAsync(subject, default);
        var second = await persons.EraseAsync(subject, default);

        export.Select(s => $"{s!["topic"]} {s["email"]} {s["status"]} {s["proof"] is not null}").Order(StringComparer.Ordinal).ShouldBe(
        [
            $"{News} other-address@example.org confirmed True", $"{News} person@example.org unsubscribed True", $"{OtherTopic} person@example.org pending False",
        ]);
        (first, second).ShouldBe((new(3), new(0)));
        foreach (var row in await RowsAsync())
        {
            var text = $"{row.PartitionKey} {row.RowKey} {string.Join(' ', row.Select(c => c.Value))}";
            hashes.Append(person.ToString("N")).Append(person.ToString("D")).Where(trace => text.Contains(trace, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty(text);
        }

        (await _fixture.FindAsync("neighbour@example.org")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_shared_address_costs_nobody_else_a_subscription()
    {
        var row = await _fixture.SubscribedAsync("family@example.org");
        var subject = new DataSubject(
            Guid.NewGuid(), IsTest: false, [new(Core.Deliveries.Channel.Email, "family@example.org", row.Hash, IsShared: true)], ["Somebody"], _fixture.Time.GetUtcNow());
        var persons = _fixture.Host.Get<IEnumerable<IPersonalData>>().OfType<SubscriptionPersons>().Single();

        (await persons.EraseAsync(subject, default)).Count.ShouldBe(0);

        (await persons.ExportAsync(subject, default)).ShouldBeNull();
        (await _fixture.FindAsync("family@example.org")).ShouldNotBeNull();
    }

    /// <summary>Days that pass, each with a run of the timer.</summary>
    private async Task PassAsync(int days)
    {
        // Of very many days only the last ones matter.
        _fixture.Time.Advance(TimeSpan.FromDays(Math.Max(0, days - 40)));
        for (var day = 0; day < Math.Min(days, 40); day++)
        {
            _fixture.Time.Advance(TimeSpan.FromDays(1));
            await _fixture.Host.Get<SubscriptionRetention>().RunAsync(default);
        }
    }

    private async Task<List<TableEntity>> RowsAsync() =>
        await _fixture.Host.Tables.GetTableClient(Tables.Subscriptions).QueryAsync<TableEntity>().ToListAsync();
}
