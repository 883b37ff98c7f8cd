using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Peyk.Runtime.Hosting;
using Peyk.Runtime.Invocation;

namespace Peyk.Runtime.Timers;

/// <summary>What all timers share.</summary>
internal sealed class TimerServices(
    FunctionRunner runner, IOptions<RuntimeOptions> options, Drain drain, TimeProvider time, ILogger<TimerListener> logger)
{
    public FunctionRunner Runner => runner;

    public TimeSpan Lease => options.Value.TimerLease;

    public Drain Drain => drain;

    public TimeProvider Time => time;

    public ILogger<TimerListener> Logger => logger;
}
