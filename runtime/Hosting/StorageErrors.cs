using Azure;
using Azure.Identity;

namespace Peyk.Runtime.Hosting;

internal static class StorageErrors
{
    /// <summary>Somebody else has or has had the message: it was deleted, or fetched again after its lease.</summary>
    public static bool IsLostMessage(this RequestFailedException e) => e.ErrorCode is "MessageNotFound" or "PopReceiptMismatch";

    public static bool IsAbsentQueue(this RequestFailedException e) => e.ErrorCode == "QueueNotFound";

    /// <summary>What a storage call ends with when the service, the network or the credential fails.</summary>
    public static bool IsStorageFault(this Exception e) =>
        e is RequestFailedException or AggregateException or IOException or OperationCanceledException or AuthenticationFailedException;
}
