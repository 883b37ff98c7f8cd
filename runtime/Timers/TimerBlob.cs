using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Peyk.Runtime.Timers;

/// <summary>
/// One empty blob per timer: its lease says who runs the timer, its metadata what ran. Both in one place, so that only the holder of the
/// lease writes, and a lease is only given to one who knows the latest record.
/// </summary>
internal sealed class TimerBlob(BlobClient blob)
{
    /// <returns>Null when there is none yet.</returns>
    public async Task<TimerRecord?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
            return TimerRecord.FromMetadata(properties.Metadata) is { } record
                ? record with { ETag = properties.ETag, IsLocked = properties.LeaseState == LeaseState.Leased }
                : throw new InvalidDataException($"The blob {blob.Name} is not the record of a timer. Delete it.");
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Does nothing when another instance was first.</summary>
    public async Task CreateAsync(TimerRecord record, CancellationToken cancellationToken)
    {
        var container = blob.GetParentBlobContainerClient();
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        try
        {
            var options = new BlobUploadOptions { Metadata = record.ToMetadata(), Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
            await blob.UploadAsync(BinaryData.FromBytes(ReadOnlyMemory<byte>.Empty), options, cancellationToken);
        }
        catch (RequestFailedException e) when (IsTaken(e))
        {
            // It is there.
        }
    }

    /// <summary>Replaces a record that nobody is running.</summary>
    /// <returns>Whether it was still the same and free.</returns>
    public async Task<bool> TryReplaceAsync(TimerRecord old, TimerRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await blob.SetMetadataAsync(record.ToMetadata(), new BlobRequestConditions { IfMatch = old.ETag }, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (IsTaken(e))
        {
            return false;
        }
    }

    /// <returns>The lease, or null when another instance holds it or has changed the record.</returns>
    public async Task<BlobLeaseClient?> TryLockAsync(TimerRecord known, TimeSpan duration, CancellationToken cancellationToken)
    {
        try
        {
            var lease = blob.GetBlobLeaseClient();
            await lease.AcquireAsync(duration, new RequestConditions { IfMatch = known.ETag }, cancellationToken);
            return lease;
        }
        catch (RequestFailedException e) when (IsTaken(e))
        {
            return null;
        }
    }

    public Task WriteAsync(TimerRecord record, BlobLeaseClient lease) =>
        blob.SetMetadataAsync(record.ToMetadata(), new BlobRequestConditions { LeaseId = lease.LeaseId });

    /// <summary>409: exists or is leased. 412: changed, or leased by another.</summary>
    private static bool IsTaken(RequestFailedException e) => e.Status is 409 or 412;
}
