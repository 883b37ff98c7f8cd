using Microsoft.Extensions.Hosting;

namespace Peyk.Runtime.Hosting;

internal static class HostStart
{
    /// <summary>Ends when the whole host has started, so that what the application prepares at start is there.</summary>
    /// <exception cref="OperationCanceledException">The host stops before that.</exception>
    public static async Task WaitForStartAsync(this IHostApplicationLifetime lifetime, CancellationToken stopping)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stopping);
    }
}
