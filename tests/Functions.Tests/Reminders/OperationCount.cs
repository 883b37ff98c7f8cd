using Azure.Core;
using Azure.Core.Pipeline;

namespace Peyk.Functions.Tests.Reminders;

/// <summary>Counts the calls to the tables of reminders, schedule and cursors.</summary>
internal sealed class OperationCount : HttpPipelineSynchronousPolicy
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public override void OnSendingRequest(HttpMessage message)
    {
        if (message.Request.Uri.Path is { } path
            && (path.Contains("Reminders", StringComparison.Ordinal) || path.Contains("Schedule", StringComparison.Ordinal) || path.Contains("Cursors", StringComparison.Ordinal)))
            Interlocked.Increment(ref _count);
    }
}
