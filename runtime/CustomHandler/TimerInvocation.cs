using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Peyk.Runtime.Discovery;

namespace Peyk.Runtime.CustomHandler;

/// <summary>The tick of an invocation, as our own timers would give it: times in UTC, no status for schedules under a minute.</summary>
internal static class TimerInvocation
{
    /// <exception cref="JsonException">The input is not a timer's.</exception>
    public static TimerInfo Tick(HostInvocation invocation, Function function)
    {
        var timer = invocation.InputOf(function);
        if (timer.ValueKind != JsonValueKind.Object)
            throw new JsonException("The input of a timer is not an object.");
        return new()
        {
            IsPastDue = timer.TryGetProperty("IsPastDue", out var pastDue) && pastDue.ValueKind == JsonValueKind.True,
            ScheduleStatus = timer.TryGetProperty("ScheduleStatus", out var status) && status.ValueKind == JsonValueKind.Object ? Status(status) : null,
        };
    }

    private static ScheduleStatus Status(JsonElement status) => new()
    {
        Last = Moment(status, "Last"),
        Next = Moment(status, "Next"),
        LastUpdated = Moment(status, "LastUpdated"),
    };

    /// <summary>The first moment there is when the timer has not run yet.</summary>
    private static DateTime Moment(JsonElement status, string name) =>
        status.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var moment)
            ? moment.UtcDateTime
            : default;
}
