using System.Collections.Concurrent;

namespace Peyk.Functions.Delivery;

/// <summary>
/// What this process itself wrote in the last seconds, so that the next step of the same notification need not read it: usually the
/// send follows the acceptance, and the receipt the send, within a second.
/// </summary>
/// <remarks>
/// It is never the truth. A step that was decided on it counts only because its write demands the version that is remembered; what is
/// not written (nothing to do, no such attempt) is decided on what is stored. Each memory is given out once, so that whoever loses
/// against another process reads. The content in it is sealed, and deleting a content changes the version.
/// </remarks>
public sealed class RecentNotifications(TimeProvider time)
{
    private const int Most = 2_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Guid, Memory> _memories = new();
    private readonly ConcurrentQueue<Memory> _order = new();

    public void Remember(StoredNotification written)
    {
        var memory = new Memory(written, time.GetUtcNow() + Remembered);
        _memories[written.Notification.Id] = memory;
        _order.Enqueue(memory);
        while (_order.TryPeek(out var oldest) && (_order.Count > Most || oldest.Until < time.GetUtcNow()) && _order.TryDequeue(out oldest))
            _memories.TryRemove(KeyValuePair.Create(oldest.Written.Notification.Id, oldest));
    }

    /// <summary>Null when nothing is remembered, or it was given out before.</summary>
    public StoredNotification? Take(Guid id) =>
        _memories.TryRemove(id, out var memory) && memory.Until >= time.GetUtcNow() ? memory.Written : null;

    private sealed class Memory(StoredNotification written, DateTimeOffset until)
    {
        public StoredNotification Written => written;

        public DateTimeOffset Until => until;
    }
}
