using NodaTime;
using Peyk.Core.Newsletters;

namespace Peyk.Core.Tests.Newsletters;

public sealed class SendWindowTests
{
    private static readonly DateTimeZone Tehran = DateTimeZoneProviders.Tzdb["Asia/Tehran"];

    [Theory]
    [InlineData("08:00-20:00", "2026-11-22T04:29", "2026-11-22T04:30")] // 07:59 in Tehran
    [InlineData("08:00-20:00", "2026-11-22T04:30", null)]
    [InlineData("08:00-20:00", "2026-11-22T16:29", null)]
    [InlineData("08:00-20:00", "2026-11-22T16:30", "2026-11-23T04:30")]
    [InlineData("22:00-06:00", "2026-11-22T20:00", null)] // across midnight
    [InlineData("22:00-06:00", "2026-11-22T08:30", "2026-11-22T18:30")]
    public void A_closed_window_says_when_it_opens(string window, string now, string? opens) =>
        SendWindow.Parse(window).OpensAfter(At(now), Tehran).ShouldBe(opens is null ? null : At(opens));

    [Theory]
    [InlineData("")]
    [InlineData("none")]
    [InlineData("08:00")]
    [InlineData("8-20")]
    [InlineData("08:00-08:00")]
    [InlineData("08:00-24:00")]
    public void What_is_no_window_is_refused(string text) => SendWindow.TryParse(text, out _, out _).ShouldBeFalse();

    private static Instant At(string text) => NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(text).Value.InUtc().ToInstant();
}
