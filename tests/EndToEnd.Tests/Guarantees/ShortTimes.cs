namespace Peyk.EndToEnd.Tests.Guarantees;

/// <summary>The times of the design in small, in the same proportions where those matter.</summary>
internal static class ShortTimes
{
    /// <summary>A schedule that does not come round in a test.</summary>
    public const string Never = "0 0 0 1 1 *";

    /// <summary>For tests in which nothing fails: a slow machine must not look like a fault.</summary>
    public static Dictionary<string, string> Patient(params (string Name, string Value)[] others) => Settings(
        [("Delivery__CallWindow", "00:00:30"), ("Delivery__CallTimeout", "00:00:20"), ("Delivery__Lease", "00:01:30"), .. others]);

    public static Dictionary<string, string> Settings(params (string Name, string Value)[] others)
    {
        var settings = new Dictionary<string, string>
        {
            ["Delivery__CallWindow"] = "00:00:01.5",
            ["Delivery__CallTimeout"] = "00:00:02",
            ["Delivery__Lease"] = "00:00:04",
            ["Delivery__EmailEvidence"] = "00:00:05",
            ["Delivery__HintGrace"] = "00:00:01",
            ["Delivery__FirstRetry"] = "00:00:00.5",
            ["Delivery__FirstReceiptCheck"] = "00:00:02",
            ["SweepSchedule"] = "* * * * * *",
            ["BatchesSchedule"] = "*/5 * * * * *",
            ["RetentionSchedule"] = Never,
            // A killed process takes the messages that it had fetched, and its timers' leases, along for so long.
            ["Peyk__Runtime__MessageLease"] = "00:00:02",
            ["Peyk__Runtime__TimerLease"] = "00:00:15",
            ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:01",
            ["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:00.5",
            // Few days to sweep.
            ["Peyk__DefaultLifetime"] = "01:00:00",
            ["Peyk__LongestLifetime"] = "01:00:00",
            ["Logging__LogLevel__Default"] = "Warning",
        };
        foreach (var (name, value) in others)
            settings[name] = value;
        return settings;
    }
}
