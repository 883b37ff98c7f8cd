using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Contacts.Erasures;

/// <summary>Works on erasures, by default every minute (setting <c>ErasureSchedule</c>, NCRONTAB with seconds).</summary>
public sealed class ErasureTimer(ErasureWork work)
{
    [Function(nameof(ErasureTimer))]
    public Task Run([TimerTrigger("%ErasureSchedule%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) =>
        work.RunAsync(cancellationToken);
}
