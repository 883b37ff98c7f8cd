using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;
using static Peyk.Functions.Tests.Contacts.OptOutFixture;

namespace Peyk.Functions.Tests.Contacts;

/// <summary>What SendGrid's events mean for the addresses that they name.</summary>
public sealed class EmailOptOutTests(OptOutFixture fixture) : IClassFixture<OptOutFixture>
{
    public static TheoryData<string, string, string?, Reason?> Meanings => new()
    {
        { "bounce", "type=bounce;status=5.1.1;bounce_classification=Invalid Address", "no such user", Reason.Bounced },
        { "bounce", "type=blocked;status=5.2.2;bounce_classification=Mailbox Unavailable", "the mailbox is full", null },
        { "bounce", "type=blocked;status=5.7.1;bounce_classification=Reputation", "our reputation", null },
        { "dropped", "reason=Bounced Address", "on the provider's list", Reason.Bounced },
        { "dropped", "reason=Unsubscribed Address", "on the provider's list", Reason.OptedOut },
        { "dropped", "reason=Spam Reporting Address", "on the provider's list", Reason.SpamReport },
        { "dropped", "reason=Invalid", "no address", Reason.InvalidAddress },
        { "dropped", "reason=Spam Content", "the text", null },
        { "spamreport", "", null, Reason.SpamReport },
        { "unsubscribe", "", null, Reason.OptedOut },
        { "group_unsubscribe", "", null, Reason.OptedOut },
        { "delivered", "", null, null },
        { "open", "", null, null },
    };

    [Theory]
    [MemberData(nameof(Meanings))]
    public async Task An_event_says_whether_the_address_may_be_used(string type, string members, string? why, Reason? expected)
    {
        var email = $"m{Guid.NewGuid():N}@example.org";

        (await fixture.EventsAsync(Of(type, email, members))).ShouldBe(204);

        (await fixture.BlockOfAsync(Channel.Email, email)).ShouldBe(expected, why);
    }

    [Fact]
    public async Task A_blocked_address_gets_nothing_however_it_is_written()
    {
        await fixture.EventsAsync(Event("spamreport", "ann@example.org"));

        var done = await fixture.Api.FinalAsync(await fixture.Api.AcceptedAsync(ApiUser.StatusUpdate(email: "Ann@Example.org")));

        ((string?)done["status"], (string?)done["deliveries"]![0]!["reason"]).ShouldBe(("suppressed", "spam_report"));
    }

    [Fact]
    public async Task Subscribing_again_lifts_the_unsubscription_from_a_group_alone()
    {
        await fixture.EventsAsync(Event("group_unsubscribe", "group@example.org", 1), Event("unsubscribe", "all@example.org", 1));

        await fixture.EventsAsync(Event("group_resubscribe", "group@example.org", 2), Event("group_resubscribe", "all@example.org", 2));

        (await fixture.BlockOfAsync(Channel.Email, "group@example.org")).ShouldBeNull();
        (await fixture.BlockOfAsync(Channel.Email, "all@example.org")).ShouldBe(Reason.OptedOut);
    }

    [Fact]
    public async Task An_old_event_does_not_undo_a_newer_one()
    {
        await fixture.EventsAsync(Event("group_resubscribe", "order@example.org", 20));
        await fixture.EventsAsync(Event("group_unsubscribe", "order@example.org", 10));
        var lifted = await fixture.BlockOfAsync(Channel.Email, "order@example.org");

        await fixture.EventsAsync(Event("group_unsubscribe", "order@example.org", 40));
        await fixture.EventsAsync(Event("group_resubscribe", "order@example.org", 30));

        lifted.ShouldBeNull();
        (await fixture.BlockOfAsync(Channel.Email, "order@example.org")).ShouldBe(Reason.OptedOut);
    }

    [Fact]
    public async Task What_arrives_later_lifts_nothing()
    {
        await fixture.EventsAsync(Of("bounce", "back@example.org", "type=bounce;status=5.1.1"), Event("delivered", "back@example.org", 5));

        (await fixture.BlockOfAsync(Channel.Email, "back@example.org")).ShouldBe(Reason.Bounced);
    }

    [Fact]
    public async Task Within_a_batch_only_the_last_word_counts_and_a_batch_that_comes_again_changes_nothing()
    {
        JsonObject[] Batch() => [Event("group_unsubscribe", "many@example.org", 3), Event("group_resubscribe", "many@example.org", 7), Event("group_unsubscribe", "many@example.org", 5)];
        await fixture.EventsAsync(Batch());
        var first = await RowAsync("group_unsubscribed", 7);

        await fixture.EventsAsync(Batch());

        (await fixture.BlockOfAsync(Channel.Email, "many@example.org")).ShouldBeNull();
        (await RowAsync("group_unsubscribed", 7)).ETag.ShouldBe(first.ETag);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_while_an_event_is_noted_makes_the_provider_repeat_it(bool after)
    {
        var email = $"crash-{after}@example.org".ToLowerInvariant();
        fixture.Failure.BreakNext("block-spam_report", after);

        var first = await fixture.EventsAsync(Event("spamreport", email));
        var again = await fixture.EventsAsync(Event("spamreport", email));

        (first, again).ShouldBe((500, 204));
        (await fixture.BlockOfAsync(Channel.Email, email)).ShouldBe(Reason.SpamReport);
    }

    [Fact]
    public async Task Test_keys_are_out_of_the_providers_reach()
    {
        await fixture.EventsAsync(Event("unsubscribe", "tested@example.org"));

        (await fixture.BlockOfAsync(Channel.Email, "tested@example.org", isTest: true)).ShouldBeNull();
    }

    private async Task<TableEntity> RowAsync(string cause, int second)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(1_763_700_000 + second);
        return await fixture.Host.Tables.GetTableClient(Tables.Contacts)
            .QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"At eq {at}"))
            .SingleAsync(row => row.RowKey.EndsWith(cause, StringComparison.Ordinal));
    }

    private static JsonObject Of(string type, string email, string members) => Event(
        type, email, 0, [.. members.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(m => (m.Split('=')[0], m.Split('=')[1]))]);
}
