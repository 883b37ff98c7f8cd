using NodaTime;
using NodaTime.Text;
using Peyk.Core.Contacts;

namespace Peyk.Core.Tests.Contacts;

public sealed class QuietHoursTests
{
    /// <summary>Hours, zone, a moment in UTC, when it is over in UTC (empty: it is not quiet), and why.</summary>
    public static TheoryData<string, string, string, string, string> Moments => new()
    {
        { "21:00-08:00", "Asia/Tehran", "2026-11-21T17:29:59Z", "", "a second before 21:00" },
        { "21:00-08:00", "Asia/Tehran", "2026-11-21T17:30:00Z", "2026-11-22T04:30:00Z", "21:00 is quiet, until the next morning" },
        { "21:00-08:00", "Asia/Tehran", "2026-11-21T20:30:00Z", "2026-11-22T04:30:00Z", "midnight" },
        { "21:00-08:00", "Asia/Tehran", "2026-11-22T04:30:00Z", "", "08:00 is not quiet any more" },
        { "13:00-15:00", "Asia/Tehran", "2026-11-21T10:00:00Z", "2026-11-21T11:30:00Z", "quiet hours within a day" },
        { "none", "Asia/Tehran", "2026-11-21T20:30:00Z", "", "no quiet hours" },
        { "21:00-08:00", "Asia/Tehran", "2021-03-21T20:00:00Z", "2021-03-22T03:30:00Z", "Tehran still had summer time: at midnight the clock went to 01:00" },
        { "21:00-08:00", "Asia/Tehran", "2026-03-21T20:00:00Z", "2026-03-22T04:30:00Z", "Tehran has none since 2022" },
        { "21:00-08:00", "Asia/Tehran", "2025-03-19T20:00:00Z", "2025-03-20T04:30:00Z", "the night to 30 Esfand 1403, the last day of a leap year" },
        { "21:00-08:00", "Asia/Tehran", "2025-03-20T20:00:00Z", "2025-03-21T04:30:00Z", "the night of Nowruz 1404" },
        { "21:00-08:00", "Europe/Berlin", "2026-03-28T22:00:00Z", "2026-03-29T06:00:00Z", "the clock goes forward in the night: an hour less" },
        { "21:00-08:00", "Europe/Berlin", "2026-10-24T21:00:00Z", "2026-10-25T07:00:00Z", "the clock goes back in the night: an hour more" },
        { "21:00-02:30", "Europe/Berlin", "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "02:30 does not come: over with the jump" },
        { "21:00-02:30", "Europe/Berlin", "2026-10-24T23:30:00Z", "2026-10-25T00:30:00Z", "02:30 comes twice: the first ends them" },
        { "21:00-02:30", "Europe/Berlin", "2026-10-25T01:10:00Z", "2026-10-25T01:30:00Z", "the clock shows a quiet hour again: until 02:30 comes again" },
        { "02:30-06:00", "Europe/Berlin", "2026-03-29T01:10:00Z", "2026-03-29T04:00:00Z", "they began in the hour that did not come" },
    };

    [Theory]
    [MemberData(nameof(Moments))]
    public void Quiet_hours_end_by_the_persons_own_clock(string hours, string zone, string now, string until, string why) =>
        QuietHours.Parse(hours).EndAfter(At(now), DateTimeZoneProviders.Tzdb[zone]).ShouldBe(until.Length == 0 ? null : At(until), why);

    [Theory]
    [InlineData("21:00-08:00")]
    [InlineData("00:00-06:30")]
    [InlineData("none")]
    public void They_are_written_as_they_are_read(string text) => QuietHours.Parse(text).ToString().ShouldBe(text);

    [Theory]
    [InlineData("21:00")]
    [InlineData("9-8")]
    [InlineData("24:00-08:00")]
    [InlineData("08:00-08:00")]
    [InlineData("۲۱:۰۰-۰۸:۰۰")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_is_refused_with_a_reason(string? text)
    {
        QuietHours.TryParse(text, out var hours, out var reason).ShouldBeFalse();

        hours.ShouldBeNull();
        reason.ShouldNotBeNullOrEmpty();
    }

    private static Instant At(string text) => InstantPattern.ExtendedIso.Parse(text).Value;
}
