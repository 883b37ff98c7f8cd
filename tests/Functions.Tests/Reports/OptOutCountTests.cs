using Peyk.Core.Addresses;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Core.Inbound;
using Peyk.Functions.Contacts;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Reports;

/// <summary>What counts as an opt-out of a day. Each test has a day and a phone of its own.</summary>
public sealed class OptOutCountTests(OptOutCountTests.Fixture fixture) : IClassFixture<OptOutCountTests.Fixture>
{
    private static int _phones;

    private readonly PhoneNumber _mobile = PhoneNumber.Parse($"+98912{Interlocked.Increment(ref _phones):D7}");

    private ReportHost Host => fixture.Host;

    [Fact]
    public async Task An_opt_out_counts_once_however_often_it_comes()
    {
        await NextDayAsync();

        await StopAsync(Sid(1));
        await StopAsync(Sid(1));
        await StopAsync(Sid(2));
        await Host.Rollups.RunAsync(default);

        (await Host.OptOutsAsync(Host.Today)).ShouldBe("Stop/Sms=1");
    }

    [Fact]
    public async Task What_is_taken_back_was_an_opt_out_all_the_same()
    {
        await NextDayAsync();
        var day = Host.Today;

        await StopAsync(Sid(1));
        Host.Time.Advance(TimeSpan.FromDays(1));
        await Host.App.Get<OptOuts>().HearAsync(_mobile, Command.Start, Sid(2), default);
        await StopAsync(Sid(3));
        await Host.Rollups.RunAsync(default);

        (await Host.OptOutsAsync(day), await Host.OptOutsAsync(Host.Today)).ShouldBe(("Stop/Sms=1", "Stop/Sms=1"));
    }

    [Theory]
    [InlineData(BlockCause.SpamReport, Reason.SpamReport, "SpamReport/Email=1")]
    [InlineData(BlockCause.Unsubscribed, Reason.OptedOut, "Provider/Email=1")]
    [InlineData(BlockCause.GroupUnsubscribed, Reason.OptedOut, "Provider/Email=1")]
    [InlineData(BlockCause.WrongRecipient, Reason.WrongRecipient, "WrongRecipient/Email=1")]
    [InlineData(BlockCause.Undeliverable, Reason.Bounced, "")]
    public async Task Only_what_somebody_wished_is_an_opt_out(BlockCause cause, Reason reason, string expected)
    {
        await NextDayAsync();

        await Host.App.Get<AddressBook>().NoteAsync(Channel.Email, $"a{_mobile.Value[4..]}@example.org", isTest: false, new(cause, reason, Host.Time.GetUtcNow()), default);
        await Host.Rollups.RunAsync(default);

        (await Host.OptOutsAsync(Host.Today)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("opt-outs|", false)]
    [InlineData("opt-outs|", true)]
    [InlineData("\"Reason\":\"opted_out\"", false)]
    [InlineData("\"Reason\":\"opted_out\"", true)]
    public async Task A_crash_at_any_step_of_an_opt_out_is_made_good_by_its_repetition(string step, bool after)
    {
        await NextDayAsync();

        var broken = Host.Failure.Broken;
        Host.Failure.BreakNext(step, after);
        await Should.ThrowAsync<InvalidOperationException>(() => StopAsync(Sid(1)));
        await StopAsync(Sid(1));
        await Host.Rollups.RunAsync(default);

        Host.Failure.Broken.ShouldBe(broken + 1);
        (await Host.OptOutsAsync(Host.Today)).ShouldBe("Stop/Sms=1");
    }

    [Fact]
    public async Task The_end_of_a_confirmed_subscription_is_an_opt_out()
    {
        await NextDayAsync();
        await Host.App.Get<SampleSubscriptions>().WriteAsync("benefits-news", isTest: false, 2, [LanguageTag.Parse("fa")], default);
        var hash = Host.App.Get<AddressHashes>().Of(Channel.Email, SampleSubscriptions.AddressOf(0), isTest: false);
        var subscription = (await Host.App.Get<SubscriptionStore>().FindAsync("benefits-news", isTest: false, hash, default))!;

        for (var i = 0; i < 2; i++)
            await Host.App.Get<SubscriptionChanges>().UnsubscribeAsync(subscription.Id, SubscriptionWay.OneClick, client: null, default);
        await Host.Rollups.RunAsync(default);

        (await Host.OptOutsAsync(Host.Today)).ShouldBe("Newsletter/Email=1");
    }

    [Fact]
    public async Task A_topic_that_is_switched_off_is_an_opt_out_and_one_that_a_new_contact_brings_is_none()
    {
        await NextDayAsync();
        var (store, now) = (Host.App.Get<ContactStore>(), Host.Time.GetUtcNow());
        var contact = new Contact(
            Guid.NewGuid(), IsTest: false, null, _mobile, null, new(OptOuts: [new("reminders", Channel.Sms)]), now, now);
        await store.TrySaveAsync(null, contact, default);
        var kept = (await store.FindAsync(contact.Id, isTest: false, default))!;

        await store.TrySaveAsync(kept, kept with { Preferences = new(OptOuts: [new("reminders", Channel.Sms), new("status-updates", Channel.Sms)]) }, default);
        await Host.Rollups.RunAsync(default);

        (await Host.OptOutsAsync(Host.Today)).ShouldBe("Preferences/Sms=1");
    }

    [Fact]
    public async Task What_came_with_test_keys_is_apart()
    {
        await NextDayAsync();

        await Host.App.Get<AddressBook>().NoteAsync(
            Channel.Sms, _mobile.Value, isTest: true, new(BlockCause.CarrierOptOut, Reason.OptedOut, Host.Time.GetUtcNow()), default);
        await Host.Rollups.RunAsync(default);

        (await Host.OptOutsAsync(Host.Today)).ShouldBe("Stop/Sms=1 of tests");
    }

    [Fact]
    public async Task No_row_of_an_opt_out_tells_whose_it_is()
    {
        await NextDayAsync();

        await StopAsync(Sid(1));

        var hash = Host.App.Get<AddressHashes>().Of(Channel.Sms, _mobile.Value, isTest: false);
        var rows = await Host.App.Tables.GetTableClient(Tables.Rollups).QueryAsync<Azure.Data.Tables.TableEntity>().ToListAsync();
        var written = string.Join('\n', rows.SelectMany(r => r.Select(p => $"{p.Key}={p.Value}")));
        written.ShouldContain("opt-outs|");
        written.ShouldNotContain(hash[..16]);
        written.ShouldNotContain(_mobile.Value[4..]);
    }

    private Task StopAsync(string sid) => Host.App.Get<OptOuts>().HearAsync(_mobile, Command.Stop, sid, default);

    private string Sid(int number) => $"SM{_mobile.Value[4..]}{number}";

    private async Task NextDayAsync()
    {
        Host.Time.Advance(TimeSpan.FromDays(1));
        await Host.Rollups.RunAsync(default);
    }

    public sealed class Fixture(AzuriteFixture azurite) : IAsyncLifetime
    {
        public ReportHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await ReportHost.StartAsync(azurite.NewAccount());

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
