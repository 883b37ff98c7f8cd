using System.Globalization;

namespace Peyk.Bench;

/// <summary>CPU time and memory of processes, and of the machine, from <c>/proc</c>.</summary>
public static class ProcessUsage
{
    // The kernel tells times in units of USER_HZ, which is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>CPU time of a process so far, user and system.</summary>
    public static TimeSpan CpuOf(int processId)
    {
        // The name in parentheses may hold spaces: the fields are counted after it.
        var text = File.ReadAllText($"/proc/{processId}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / TicksPerSecond);
    }

    /// <summary>Largest resident memory so far, in MiB.</summary>
    public static double PeakMemoryOf(int processId) => Number(File.ReadLines($"/proc/{processId}/status")
        .First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;

    /// <summary>CPU time that the whole machine spent on anything so far.</summary>
    public static TimeSpan CpuOfMachine()
    {
        // user nice system idle iowait irq softirq steal
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9].Select(Number).ToArray();
        return TimeSpan.FromSeconds((fields.Sum() - fields[3] - fields[4]) / TicksPerSecond);
    }

    public static string Load => string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>CPU time of everybody at one moment.</summary>
public sealed record CpuReading(DateTimeOffset At, TimeSpan App, TimeSpan Azurite, TimeSpan Bench, TimeSpan Machine)
{
    public static CpuReading Of(BenchEnvironment environment) => new(
        TimeProvider.System.GetUtcNow(),
        ProcessUsage.CpuOf(environment.App.Id),
        ProcessUsage.CpuOf(environment.Azurite.ProcessId),
        ProcessUsage.CpuOf(Environment.ProcessId),
        ProcessUsage.CpuOfMachine());

    public CpuUse Until(CpuReading later) => new(
        later.At - At, later.App - App, later.Azurite - Azurite, later.Bench - Bench, later.Machine - Machine);
}

/// <summary>CPU time of everybody over a while.</summary>
public sealed record CpuUse(TimeSpan Length, TimeSpan App, TimeSpan Azurite, TimeSpan Bench, TimeSpan Machine)
{
    public static CpuUse None { get; } = new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>Cores in use by a process over that while.</summary>
    public double Cores(TimeSpan cpu) => Length == TimeSpan.Zero ? 0 : cpu / Length;

    /// <summary>What else the machine was busy with.</summary>
    public TimeSpan Others => Machine - App - Azurite - Bench;

    public static CpuUse operator +(CpuUse a, CpuUse b) =>
        new(a.Length + b.Length, a.App + b.App, a.Azurite + b.Azurite, a.Bench + b.Bench, a.Machine + b.Machine);
}
