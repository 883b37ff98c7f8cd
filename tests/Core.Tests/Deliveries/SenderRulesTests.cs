using NodaTime;
using Peyk.Core.Deliveries;

namespace Peyk.Core.Tests.Deliveries;

public sealed class SenderRulesTests
{
    private static readonly DateTimeZone Tehran = DateTimeZoneProviders.Tzdb["Asia/Tehran"];

    // 23:00 in Tehran.
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 19, 30, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Midnight = Now.AddHours(1);

    [Fact]
    public void Each_sending_has_a_moment_of_its_own()
    {
        var rules = new SenderRules(10, 0, Tehran);

        var (state, first) = rules.Reserve(SenderState.New, Lane.Transactional, 3, Now);
        var (_, second) = rules.Reserve(state, Lane.Transactional, 1, Now);

        first.ShouldBe(new Reservation.Granted(Now, 3, TimeSpan.FromMilliseconds(100)));
        second.ShouldBe(new Reservation.Granted(Now.AddMilliseconds(300), 1, TimeSpan.FromMilliseconds(100)));
    }

    [Fact]
    public void What_nobody_used_is_not_made_up_for()
    {
        var rules = new SenderRules(10, 0, Tehran);
        var (state, _) = rules.Reserve(SenderState.New, Lane.Transactional, 1, Now);

        var (_, answer) = rules.Reserve(state, Lane.Transactional, 5, Now.AddMinutes(1));

        answer.ShouldBeOfType<Reservation.Granted>().First.ShouldBe(Now.AddMinutes(1));
    }

    [Theory]
    [InlineData(Lane.Bulk, 10, 2, "a quarter of a second")]
    [InlineData(Lane.Bulk, 1, 1, "one at least")]
    [InlineData(Lane.Transactional, 10, 10, "a second")]
    [InlineData(Lane.Transactional, 0.1, 1, "one at least")]
    public void A_block_is_bounded(Lane lane, double perSecond, int expected, string because) =>
        new SenderRules(perSecond, 0, Tehran).Reserve(SenderState.New, lane, 1000, Now).Answer.ShouldBeOfType<Reservation.Granted>().Count.ShouldBe(expected, because);

    [Fact]
    public void Bulk_takes_only_what_is_free_now_and_transactional_reserves_ahead()
    {
        var rules = new SenderRules(10, 0, Tehran);
        var state = SenderState.New with { Next = Now.AddSeconds(5) };

        var (_, bulk) = rules.Reserve(state, Lane.Bulk, 1, Now);
        var (_, transactional) = rules.Reserve(state, Lane.Transactional, 1, Now);

        bulk.ShouldBe(new Reservation.NotBefore(Now.AddSeconds(4.9), RateLimit.SenderRate));
        transactional.ShouldBeOfType<Reservation.Granted>().First.ShouldBe(Now.AddSeconds(5));
    }

    [Fact]
    public void Transactional_reserves_ten_seconds_ahead_and_no_more()
    {
        var (_, answer) = new SenderRules(10, 0, Tehran).Reserve(SenderState.New with { Next = Now.AddSeconds(11) }, Lane.Transactional, 1, Now);

        answer.ShouldBe(new Reservation.NotBefore(Now.AddSeconds(1), RateLimit.SenderRate));
    }

    [Fact]
    public void A_pause_of_the_provider_holds_without_a_rate_too()
    {
        var (_, answer) = new SenderRules(0, 0, Tehran).Reserve(SenderState.New with { PausedUntil = Now.AddSeconds(7) }, Lane.Transactional, 1, Now);

        answer.ShouldBe(new Reservation.NotBefore(Now.AddSeconds(7), RateLimit.Paused));
    }

    [Fact]
    public void A_daily_cap_waits_for_the_organisations_midnight()
    {
        var rules = new SenderRules(0, 5, Tehran);
        var (state, granted) = rules.Reserve(SenderState.New, Lane.Transactional, 9, Now);

        var (_, over) = rules.Reserve(state, Lane.Transactional, 1, Now);
        var (_, next) = rules.Reserve(state, Lane.Transactional, 9, Midnight);

        granted.ShouldBeOfType<Reservation.Granted>().Count.ShouldBe(5);
        over.ShouldBe(new Reservation.NotBefore(Midnight, RateLimit.DailyCap));
        next.ShouldBeOfType<Reservation.Granted>().Count.ShouldBe(5);
    }

    [Fact]
    public void A_clock_that_is_behind_does_not_begin_yesterday_anew()
    {
        var rules = new SenderRules(0, 5, Tehran);
        var (state, _) = rules.Reserve(SenderState.New, Lane.Transactional, 5, Midnight);

        var (_, answer) = rules.Reserve(state, Lane.Transactional, 1, Midnight.AddSeconds(-2));

        answer.ShouldBe(new Reservation.NotBefore(Midnight.AddDays(1), RateLimit.DailyCap));
    }

    [Fact]
    public void A_line_spreads_those_who_wait_by_the_rate_and_by_the_days_cap()
    {
        var rules = new SenderRules(1, 2, Tehran);
        var (state, places) = (SenderState.New, new List<DateTimeOffset>());

        for (var n = 0; n < 5; n++)
        {
            (state, var place) = rules.PutInLine(state, Lane.Transactional, Midnight);
            places.Add(place);
        }

        places.ShouldBe(
            [Midnight, Midnight.AddSeconds(1), Midnight.AddDays(1), Midnight.AddDays(1).AddSeconds(1), Midnight.AddDays(2)]);
    }

    [Fact]
    public void Nobody_transactional_stands_behind_a_line_of_bulk()
    {
        var rules = new SenderRules(1, 0, Tehran);
        var state = SenderState.New;
        for (var n = 0; n < 1000; n++)
            (state, _) = rules.PutInLine(state, Lane.Bulk, Now);

        var (_, place) = rules.PutInLine(state, Lane.Transactional, Now);

        place.ShouldBe(Now);
    }
}
