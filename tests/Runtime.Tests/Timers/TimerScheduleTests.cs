using Peyk.Runtime.Timers;

namespace Peyk.Runtime.Tests.Timers;

public sealed class TimerScheduleTests
{
    private static readonly DateTimeOffset Saturday = new(2026, 11, 21, 10, 0, 30, TimeSpan.Zero);

    [Theory]
    [InlineData("0 * * * * *", "2026-11-21T10:01:00Z")]
    [InlineData("*/10 * * * * *", "2026-11-21T10:00:40Z")]
    [InlineData("30 0 10 * * *", "2026-11-22T10:00:30Z")]
    [InlineData("0 0 3 * * 0", "2026-11-22T03:00:00Z")]
    [InlineData("0 15 9 * * MON-FRI", "2026-11-23T09:15:00Z")]
    [InlineData("0 0 0 29 2 *", "2028-02-29T00:00:00Z")]
    public void The_next_tick_is_found_in_UTC(string schedule, string expected) =>
        TimerSchedule.Parse(schedule, "F", Saturday).After(Saturday).ShouldBe(DateTimeOffset.Parse(expected));

    [Theory]
    [InlineData("*/10 * * * * *", true)]
    [InlineData("0 * * * * *", false)]
    public void Ticks_less_than_a_minute_apart_are_frequent(string schedule, bool expected) =>
        TimerSchedule.Parse(schedule, "F", Saturday).IsFrequent(Saturday).ShouldBe(expected);
}
