using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Peyk.Runtime;

/// <summary>Names under which the runtime's traces and metrics can be listened to.</summary>
public static class RuntimeTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "Peyk.Runtime";

    internal static readonly Meter Meter = new(Name);

    internal static readonly ActivitySource Activities = new(Name);

    internal static readonly Histogram<double> InvocationDuration =
        Meter.CreateHistogram<double>("peyk.runtime.invocation.duration", "s", "Time of a function run, by function and outcome");

    internal static readonly Counter<long> PoisonedMessages =
        Meter.CreateCounter<long>("peyk.runtime.messages.poisoned", "{message}", "Messages moved to a poison queue, by queue");
}
