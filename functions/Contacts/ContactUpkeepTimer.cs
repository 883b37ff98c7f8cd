using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Contacts.Erasures;
using Peyk.Functions.Operations;

namespace Peyk.Functions.Contacts;

/// <summary>Rewraps contacts under a new master key and deletes what is over its time, every hour.</summary>
public sealed class ContactUpkeepTimer(ContactKeyRotation rotation, ErasureStore erasures, TimelineRetention timelines, AuditLog audit)
{
    [Function(nameof(ContactUpkeepTimer))]
    public async Task Run([TimerTrigger("0 43 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await rotation.RunAsync(cancellationToken);
        await erasures.PurgeAsync(cancellationToken);
        await audit.PurgeAsync(cancellationToken);
        await timelines.RunAsync(cancellationToken);
    }
}
