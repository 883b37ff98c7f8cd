using Azure;
using Azure.Storage.Blobs;
using Peyk.Runtime.Timers;
using Peyk.Testing;

namespace Peyk.Runtime.Tests.Timers;

public sealed class TimerBlobTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);
    private static readonly TimerRecord First = new(null, new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero), DateTimeOffset.UnixEpoch, "0 * * * * *");
    private static readonly TimerRecord Second = First with { Last = First.Next, Next = First.Next.AddMinutes(1) };

    private readonly TimerBlob blob = new(new BlobClient(azurite.NewAccount(), TimerListeners.Container, "app/function"));

    public async ValueTask InitializeAsync() => await blob.CreateAsync(First, None);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_record_is_read_as_it_was_written()
    {
        var record = await blob.ReadAsync(None);

        (record! with { ETag = default }).ShouldBe(First);
    }

    [Fact]
    public async Task A_second_creation_changes_nothing()
    {
        await blob.CreateAsync(Second, None);

        (await blob.ReadAsync(None))!.Next.ShouldBe(First.Next);
    }

    [Fact]
    public async Task While_one_holds_the_lock_nobody_else_gets_it_or_changes_the_record()
    {
        var known = (await blob.ReadAsync(None))!;
        (await blob.TryLockAsync(known, Lease, None)).ShouldNotBeNull();

        (await blob.TryLockAsync(known, Lease, None)).ShouldBeNull();
        (await blob.TryReplaceAsync(known, Second, None)).ShouldBeFalse();
        (await blob.ReadAsync(None))!.IsLocked.ShouldBeTrue();
    }

    /// <summary>Else an instance that is a moment late would run a tick that another has just run.</summary>
    [Fact]
    public async Task Who_does_not_know_the_latest_record_does_not_get_the_lock()
    {
        var known = (await blob.ReadAsync(None))!;
        var held = (await blob.TryLockAsync(known, Lease, None))!;
        await blob.WriteAsync(Second, held);
        await held.ReleaseAsync();

        (await blob.TryLockAsync(known, Lease, None)).ShouldBeNull();
    }

    [Fact]
    public async Task Who_has_lost_the_lock_cannot_write()
    {
        var lost = (await blob.TryLockAsync((await blob.ReadAsync(None))!, Lease, None))!;
        await lost.ReleaseAsync();

        await Should.ThrowAsync<RequestFailedException>(() => blob.WriteAsync(Second, lost));
    }
}
