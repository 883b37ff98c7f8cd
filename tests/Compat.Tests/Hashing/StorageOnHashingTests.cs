using System.Net;
using Azure;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Peyk.Testing;

namespace Peyk.Compat.Tests.Hashing;

/// <summary>The official storage packages run with what stands in for the hashing package beneath them.</summary>
public sealed class StorageOnHashingTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageChecksumAlgorithm.MD5)]
    [InlineData(StorageChecksumAlgorithm.None)]
    public async Task A_blob_goes_up_and_comes_down_with_its_checksum(StorageChecksumAlgorithm algorithm)
    {
        var container = await ContainerAsync();
        var data = BinaryData.FromBytes(Enumerable.Range(0, 300_000).Select(number => (byte)(number * 7)).ToArray());
        var blob = container.GetBlobClient("data");

        await blob.UploadAsync(data, new BlobUploadOptions { TransferValidation = new() { ChecksumAlgorithm = algorithm } }, Cancellation);
        var down = await blob.DownloadContentAsync(Cancellation);

        down.Value.Content.ToArray().ShouldBe(data.ToArray());
    }

    // Azurite takes no CRC-64, so the header is read on the way. "123456789" has the CRC-64/NVME AE8B14860A799888.
    [Fact]
    public async Task A_blob_goes_up_with_its_CRC_64()
    {
        var sent = new HeaderReader("x-ms-content-crc64");
        var options = new BlobClientOptions { Transport = new HttpClientTransport(new HttpClient(sent)) };
        var blob = new BlobClient(azurite.NewAccount(), "files", "data", options);
        var upload = new BlobUploadOptions { TransferValidation = new() { ChecksumAlgorithm = StorageChecksumAlgorithm.StorageCrc64 } };

        await blob.UploadAsync(BinaryData.FromString("123456789"), upload, Cancellation);

        Convert.ToHexString([.. Convert.FromBase64String(sent.Value!).Reverse()]).ShouldBe("AE8B14860A799888");
    }

    [Fact]
    public async Task A_large_blob_is_checked_block_by_block()
    {
        var container = await ContainerAsync();
        var data = Enumerable.Range(0, 3_000_000).Select(number => (byte)(number * 7)).ToArray();
        var blob = container.GetBlobClient("large");
        var upload = new BlobUploadOptions
        {
            TransferOptions = new() { InitialTransferSize = 1 << 20, MaximumTransferSize = 1 << 20 },
            TransferValidation = new() { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 },
        };

        await blob.UploadAsync(new MemoryStream(data), upload, Cancellation);
        var down = await blob.DownloadContentAsync(
            new BlobDownloadOptions
            {
                Range = new HttpRange(0, 1 << 20),
                TransferValidation = new() { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 },
            },
            Cancellation);

        down.Value.Content.ToArray().ShouldBe(data[..(1 << 20)]);
    }

    [Fact]
    public async Task A_leased_blob_cannot_be_leased_again_until_released()
    {
        var container = await ContainerAsync();
        var blob = container.GetBlobClient("lock");
        await blob.UploadAsync(BinaryData.FromString(""), Cancellation);
        var first = blob.GetBlobLeaseClient();
        await first.AcquireAsync(TimeSpan.FromSeconds(15), cancellationToken: Cancellation);

        var refused = await Should.ThrowAsync<RequestFailedException>(
            () => blob.GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(15), cancellationToken: Cancellation));
        await first.RenewAsync(cancellationToken: Cancellation);
        await first.ReleaseAsync(cancellationToken: Cancellation);
        var second = await blob.GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(15), cancellationToken: Cancellation);

        refused.Status.ShouldBe(409);
        refused.ErrorCode.ShouldBe(BlobErrorCode.LeaseAlreadyPresent.ToString());
        second.Value.LeaseId.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_message_is_put_got_renewed_and_deleted()
    {
        var queue = new QueueClient(azurite.NewAccount(), "work");
        await queue.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        await queue.SendMessageAsync("سلام ‌😀", timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: Cancellation);

        QueueMessage got = await queue.ReceiveMessageAsync(TimeSpan.FromSeconds(30), Cancellation);
        var renewed = await queue.UpdateMessageAsync(got.MessageId, got.PopReceipt, visibilityTimeout: TimeSpan.FromSeconds(30), cancellationToken: Cancellation);
        var stale = await Should.ThrowAsync<RequestFailedException>(() => queue.DeleteMessageAsync(got.MessageId, got.PopReceipt, Cancellation));
        await queue.DeleteMessageAsync(got.MessageId, renewed.Value.PopReceipt, Cancellation);
        QueueProperties left = await queue.GetPropertiesAsync(Cancellation);

        got.Body.ToString().ShouldBe("سلام ‌😀");
        got.DequeueCount.ShouldBe(1);
        stale.ErrorCode.ShouldBe(QueueErrorCode.PopReceiptMismatch.ToString());
        left.ApproximateMessagesCount.ShouldBe(0);
    }

    private async Task<BlobContainerClient> ContainerAsync()
    {
        var container = new BlobContainerClient(azurite.NewAccount(), "files");
        await container.CreateAsync(cancellationToken: Cancellation);
        return container;
    }

    private sealed class HeaderReader(string header) : HttpMessageHandler
    {
        public string? Value { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var headers = request.Headers.Concat(request.Content!.Headers);
            Value = headers.Single(found => found.Key.Equals(header, StringComparison.OrdinalIgnoreCase)).Value.Single();
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Created)
            {
                Headers = { { "ETag", "\"1\"" }, { header, Value } },
                Content = new ByteArrayContent([]) { Headers = { LastModified = DateTimeOffset.UnixEpoch } },
            });
        }
    }
}
