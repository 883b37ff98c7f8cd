using Azure;

namespace Peyk.Functions.Shared.Storage;

public static class StorageFaults
{
    /// <summary>The storage or the way to it failed, after all retries: the same call may succeed later.</summary>
    public static bool IsStorageFault(this Exception e) =>
        e is RequestFailedException { Status: 0 or 408 or 429 or >= 500 } or AggregateException or IOException or TimeoutException or TaskCanceledException;
}
