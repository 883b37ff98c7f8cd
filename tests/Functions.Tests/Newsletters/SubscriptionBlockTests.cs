using System.Text.Json.Nodes;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Contacts;
using Peyk.Functions.Newsletters.Subscriptions;
using static Peyk.Functions.Tests.Contacts.OptOutFixture;
using static Peyk.Functions.Tests.Newsletters.SubscriptionFixture;

namespace Peyk.Functions.Tests.Newsletters;

/// <summary>Whatever forbids an address stands in its subscriptions in every topic, because sending reads nothing else.</summary>
public sealed class SubscriptionBlockTests(SubscriptionFixture fixture) : IClassFixture<SubscriptionFixture>
{
    public static TheoryData<string, string, Reason?> Words => new()
    {
        { "bounce", "type=bounce;status=5.1.1", Reason.Bounced },
        { "bounce", "type=blocked;status=5.2.2;bounce_classification=Mailbox Unavailable", null },
        { "spamreport", "", Reason.SpamReport },
        { "unsubscribe", "", Reason.OptedOut },
        { "group_unsubscribe", "", Reason.OptedOut },
        { "dropped", "reason=Bounced Address", Reason.Bounced },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public async Task A_providers_word_on_an_address_stands_in_every_topic_and_may_come_twice(string type, string members, Reason? expected)
    {
        var email = $"word-{Guid.NewGuid():N}@example.org";
        await fixture.SubscribedAsync(email);
        await fixture.SubscribedAsync(email, OtherTopic);

        (await fixture.EventsAsync(Of(type, email, members))).ShouldBe(204);
        var rows = await fixture.RowsAsync();
        (await fixture.EventsAsync(Of(type, email, members))).ShouldBe(204);

        (await fixture.FindAsync(email))!.Blocked.ShouldBe(expected);
        (await fixture.FindAsync(email, OtherTopic))!.Blocked.ShouldBe(expected);
        (await fixture.FindAsync(email))!.MaySend(fixture.Time.GetUtcNow()).ShouldBe(expected is null);
        (await fixture.RowsAsync()).ShouldBe(rows, ignoreOrder: true);
    }

    [Theory]
    [InlineData("block-spam_report", false)]
    [InlineData("block-spam_report", true)]
    [InlineData("\"Blocked\":\"spam_report\"", false)]
    [InlineData("\"Blocked\":\"spam_report\"", true)]
    public async Task A_crash_at_any_step_is_made_good_when_the_provider_repeats_the_word(string step, bool after)
    {
        var email = $"crash-{Guid.NewGuid():N}@example.org";
        await fixture.SubscribedAsync(email);
        await fixture.SubscribedAsync(email, OtherTopic);
        fixture.Failure.BreakNext(step, after);

        var first = await fixture.EventsAsync(Event("spamreport", email));
        var again = await fixture.EventsAsync(Event("spamreport", email));

        (first, again).ShouldBe((500, 204));
        ((await fixture.FindAsync(email))!.Blocked, (await fixture.FindAsync(email, OtherTopic))!.Blocked).ShouldBe((Reason.SpamReport, Reason.SpamReport));
    }

    [Fact]
    public async Task Lifting_a_block_gives_back_what_it_took_and_nothing_else()
    {
        var one = await fixture.SubscribedAsync("lifted@example.org");
        var other = await fixture.SubscribedAsync("lifted@example.org", OtherTopic);
        await fixture.EventsAsync(Of("bounce", "lifted@example.org", "type=bounce;status=5.1.1"));
        await fixture.Host.Get<SubscriptionChanges>().UnsubscribeAsync(other.Id, SubscriptionWay.OneClick, null, default);

        (await fixture.Host.Get<AddressBook>().TryUnblockAsync(Channel.Email, "lifted@example.org", isTest: false, reason => reason == Reason.Bounced, default)).ShouldBeTrue();

        var now = (await fixture.FindAsync("lifted@example.org"))!;
        (now.Id, now.State, now.Blocked, now.MaySend(fixture.Time.GetUtcNow())).ShouldBe((one.Id, SubscriptionState.Confirmed, null, true));
        ((await fixture.FindAsync("lifted@example.org", OtherTopic))!.State, (await fixture.FindAsync("lifted@example.org", OtherTopic))!.Blocked)
            .ShouldBe((SubscriptionState.Unsubscribed, null));
    }

    [Fact]
    public async Task Of_two_blocks_the_other_stays_when_one_is_lifted()
    {
        await fixture.SubscribedAsync("two@example.org");
        await fixture.EventsAsync(Event("group_unsubscribe", "two@example.org", 1), Of("bounce", "two@example.org", "type=bounce;status=5.1.1"));

        await fixture.EventsAsync(Event("group_resubscribe", "two@example.org", 2));

        (await fixture.FindAsync("two@example.org"))!.Blocked.ShouldBe(Reason.Bounced);
    }

    [Fact]
    public async Task Who_subscribes_with_a_blocked_address_is_blocked_from_the_first_moment()
    {
        await fixture.EventsAsync(Event("spamreport", "blocked-before@example.org"));

        var row = await fixture.SubscribedAsync("blocked-before@example.org");

        (row.State, row.Blocked, row.MaySend(fixture.Time.GetUtcNow())).ShouldBe((SubscriptionState.Confirmed, Reason.SpamReport, false));
    }

    [Fact]
    public async Task Blocks_and_subscriptions_at_the_same_time_end_in_agreement()
    {
        var emails = Enumerable.Range(0, 30).Select(i => $"race-{i}@example.org").ToList();

        await Task.WhenAll(
            Task.WhenAll(emails.Select(email => fixture.SubscribedAsync(email))),
            Task.WhenAll(emails.Select(email => fixture.EventsAsync(Event("group_unsubscribe", email, 1)))),
            Task.WhenAll(emails.Where((_, i) => i % 2 == 0).Select(email => fixture.EventsAsync(Event("group_resubscribe", email, 2)))));

        foreach (var email in emails)
        {
            var known = await fixture.Host.Get<AddressBook>().FindAsync(Channel.Email, email, isTest: false, default);
            (await fixture.FindAsync(email))!.Blocked.ShouldBe(known.Block?.Reason, email);
        }
    }

    [Fact]
    public async Task Providers_words_do_not_reach_the_subscriptions_of_test_keys()
    {
        var subscribing = fixture.Host.Get<Subscribing>();
        await subscribing.SubscribeAsync(
            News, new(Core.Addresses.EmailAddress.Parse("apart@example.org"), SubscriptionWay.Api, Guid.CreateVersion7()) { IsTest = true }, default);

        await fixture.EventsAsync(Event("spamreport", "apart@example.org"));

        (await fixture.FindAsync("apart@example.org", isTest: true))!.Blocked.ShouldBeNull();
    }

    private static JsonObject Of(string type, string email, string members) => Event(
        type, email, 0, [.. members.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(m => (m.Split('=')[0], m.Split('=')[1]))]);
}
