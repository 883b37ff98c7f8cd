using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Callbacks;

/// <summary>Collects callbacks and hints at what is due, by default every 15 seconds (setting <c>CallbackSchedule</c>, NCRONTAB with seconds).</summary>
public sealed class CollectCallbacksTimer(CallbackCollector collector)
{
    [Function(nameof(CollectCallbacksTimer))]
    public Task Run([TimerTrigger("%CallbackSchedule%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) =>
        collector.RunAsync(cancellationToken);
}
