using Microsoft.Azure.Functions.Worker;
using Peyk.Runtime.Tests.Support;

namespace Peyk.Runtime.Tests.Timers;

public sealed class HourlyTimer(Seen seen)
{
    [Function("Hourly")]
    public void Run([TimerTrigger("%Schedule%")] TimerInfo timer) => seen.Add(timer);
}

public sealed class UnmonitoredTimer(Seen seen)
{
    [Function("Hourly")]
    public void Run([TimerTrigger("%Schedule%", UseMonitor = false)] TimerInfo timer) => seen.Add(timer);
}

public sealed class StartupTimer(Seen seen)
{
    [Function("Startup")]
    public void Run([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) => seen.Add(timer);
}

public sealed class FailingTimer(Seen seen)
{
    [Function("Failing")]
    public void Run([TimerTrigger("* * * * * *")] TimerInfo timer)
    {
        seen.Add(timer);
        throw new InvalidOperationException();
    }
}

public sealed class StuckTimer(Seen seen)
{
    [Function("Stuck")]
    public async Task Run([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        seen.Add(timer);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
