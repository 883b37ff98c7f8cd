using NCrontab;

namespace Peyk.Runtime.Timers;

/// <summary>An NCRONTAB schedule of six fields (second minute hour day month day-of-week), in UTC.</summary>
internal sealed class TimerSchedule
{
    private static readonly CrontabSchedule.ParseOptions SixFields = new() { IncludingSeconds = true };
    private readonly CrontabSchedule crontab;

    private TimerSchedule(string text, CrontabSchedule crontab)
    {
        Text = text;
        this.crontab = crontab;
    }

    public string Text { get; }

    /// <exception cref="StartRefusedException">The text is not a schedule, or one that never comes.</exception>
    public static TimerSchedule Parse(string text, string function, DateTimeOffset now)
    {
        var parsed = CrontabSchedule.TryParse(text, SixFields)
            ?? throw new StartRefusedException($"Function {function}: \"{text}\" is not a schedule of six fields, second to day of week.");
        var schedule = new TimerSchedule(text, parsed);
        return schedule.After(now) < DateTimeOffset.MaxValue
            ? schedule
            : throw new StartRefusedException($"Function {function}: the schedule \"{text}\" never comes.");
    }

    /// <summary>The first tick later than <paramref name="moment"/>.</summary>
    public DateTimeOffset After(DateTimeOffset moment)
    {
        var next = crontab.GetNextOccurrence(moment.UtcDateTime);
        return next < DateTime.MaxValue ? new DateTimeOffset(DateTime.SpecifyKind(next, DateTimeKind.Utc)) : DateTimeOffset.MaxValue;
    }

    /// <summary>Whether the ticks after <paramref name="moment"/> come less than a minute apart.</summary>
    public bool IsFrequent(DateTimeOffset moment)
    {
        var first = After(moment);
        return After(first) - first < TimeSpan.FromMinutes(1);
    }
}
