using NodaTime;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;

namespace Peyk.Core.Tests.Contacts;

public sealed class SendingRulesTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Night = new(2026, 11, 21, 19, 30, 0, TimeSpan.Zero); // 23:00 in Tehran.
    private static readonly DateTimeOffset Morning = new(2026, 11, 22, 4, 30, 0, TimeSpan.Zero); // 08:00 in Tehran.

    private static readonly SendingPolicy Policy = new(
        QuietHours.Parse("21:00-08:00"), new HashSet<Channel> { Channel.Sms }, TimeSpan.FromMinutes(15), DateTimeZoneProviders.Tzdb["Asia/Tehran"]);

    private static readonly Preferences Refuses = new(OptOuts: [new("reminders", Channel.Sms)]);

    [Fact]
    public void Who_chose_nothing_gets_it_by_day() => Judge(At(Day)).ShouldBeOfType<Verdict.Send>();

    [Fact]
    public void At_night_an_sms_waits_for_the_morning() => Judge(At(Night)).ShouldBe(new Verdict.Hold(Morning));

    [Fact]
    public void At_night_an_email_goes() => Judge(At(Night) with { Channel = Channel.Email }).ShouldBeOfType<Verdict.Send>();

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.5, 7.5)]
    [InlineData(0.8, 12)]
    public void What_is_released_together_is_spread_over_the_time_that_is_set(double spread, double minutes) =>
        Judge(At(Night) with { Spread = spread }).ShouldBe(new Verdict.Hold(Morning.AddMinutes(minutes)));

    [Fact]
    public void What_the_spread_alone_would_make_come_too_late_goes_first() =>
        Judge(At(Night) with { Spread = 0.9, ExpiresAt = Morning.AddMinutes(10) }).ShouldBe(new Verdict.Hold(Morning));

    [Fact]
    public void The_zone_that_a_message_was_posted_with_wins() =>
        Judge(At(Night), timeZone: "America/New_York").ShouldBeOfType<Verdict.Send>();

    [Fact]
    public void The_persons_own_zone_and_hours_win_over_the_deployments()
    {
        Judge(At(Night), new(TimeZone: "America/New_York")).ShouldBeOfType<Verdict.Send>();
        Judge(At(Night), new(QuietHours: QuietHours.None)).ShouldBeOfType<Verdict.Send>();
        Judge(At(Day), new(QuietHours: QuietHours.Parse("12:00-13:00"))).ShouldBe(new Verdict.Hold(Day.AddMinutes(30)));
    }

    [Fact]
    public void A_topic_that_is_not_wanted_is_suppressed_on_that_channel_alone()
    {
        Judge(At(Day), Refuses).ShouldBe(new Verdict.Suppress(Reason.OptedOut));
        Judge(At(Day) with { Channel = Channel.Email }, Refuses).ShouldBeOfType<Verdict.Send>();
        Judge(At(Day) with { Topic = "status-updates" }, Refuses).ShouldBeOfType<Verdict.Send>();
    }

    [Fact]
    public void A_mandatory_topic_cannot_be_switched_off_but_waits_for_the_morning()
    {
        Judge(At(Day) with { IsMandatory = true }, Refuses).ShouldBeOfType<Verdict.Send>();
        Judge(At(Night) with { IsMandatory = true }, Refuses).ShouldBe(new Verdict.Hold(Morning));
    }

    [Fact]
    public void A_pause_holds_until_it_ends_and_suppresses_what_would_come_too_late()
    {
        Judge(At(Day), new(PausedUntil: Day.AddHours(3))).ShouldBe(new Verdict.Hold(Day.AddHours(3)));
        Judge(At(Day), new(PausedUntil: Day.AddDays(30))).ShouldBe(new Verdict.Suppress(Reason.Paused));
        Judge(At(Day), new(PausedUntil: Day)).ShouldBeOfType<Verdict.Send>();
    }

    [Fact]
    public void What_is_urgent_passes_topics_pauses_and_quiet_hours()
    {
        var everything = Refuses with { PausedUntil = Night.AddDays(30) };

        Judge(At(Night) with { Urgent = true }, everything).ShouldBeOfType<Verdict.Send>();
    }

    [Fact]
    public void A_block_stops_what_is_urgent_too() =>
        Judge(At(Day) with { Urgent = true }, blocked: Reason.SpamReport).ShouldBe(new Verdict.Suppress(Reason.SpamReport));

    private static SendingMoment At(DateTimeOffset now) => new("reminders", Channel.Sms, Urgent: false, now, now.AddDays(1), Spread: 0);

    private static Verdict Judge(SendingMoment moment, Preferences? preferences = null, Reason? blocked = null, string? timeZone = null) =>
        SendingRules.Judge(preferences ?? Preferences.None, blocked, timeZone, moment, Policy);
}
