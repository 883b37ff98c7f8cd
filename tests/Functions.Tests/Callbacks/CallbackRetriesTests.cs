using Peyk.Functions.Callbacks;

namespace Peyk.Functions.Tests.Callbacks;

public sealed class CallbackRetriesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    [Fact]
    public void Attempts_follow_the_suggested_pauses_and_end_after_a_day()
    {
        var at = Start;
        var times = new List<TimeSpan> { TimeSpan.Zero };
        while (CallbackRetries.Next(at, Start, times.Count, Day, retryAfter: null, jitter: 0.5) is { } next)
        {
            times.Add(next - Start);
            at = next;
        }

        times.Select(t => t.ToString("c")).ShouldBe(
            ["00:00:00", "00:00:05", "00:05:05", "00:35:05", "02:35:05", "07:35:05", "17:35:05", "1.00:00:00"]);
    }

    [Theory]
    [InlineData(0, 270)]
    [InlineData(0.999999, 330)]
    public void A_pause_is_a_tenth_shorter_or_longer_by_chance(double jitter, double seconds) =>
        (CallbackRetries.Next(Start, Start, 2, Day, null, jitter)!.Value - Start).TotalSeconds.ShouldBe(seconds, 0.001);

    [Fact]
    public void An_endpoint_may_ask_for_a_longer_wait() =>
        CallbackRetries.Next(Start, Start, 1, Day, TimeSpan.FromMinutes(10), 0).ShouldBe(Start.AddMinutes(10));

    [Fact]
    public void An_endpoint_cannot_ask_for_a_shorter_wait() =>
        CallbackRetries.Next(Start, Start, 2, Day, TimeSpan.FromSeconds(1), 0.5).ShouldBe(Start.AddMinutes(5));

    [Fact]
    public void However_long_an_endpoint_asks_the_last_attempt_is_made_in_time() =>
        CallbackRetries.Next(Start, Start, 1, Day, TimeSpan.FromDays(7), 0).ShouldBe(Start + Day);

    [Fact]
    public void Beyond_the_listed_pauses_the_longest_holds_on() =>
        CallbackRetries.Next(Start.AddDays(3), Start, 9, TimeSpan.FromDays(7), null, 0.5).ShouldBe(Start.AddDays(3).AddHours(10));
}
