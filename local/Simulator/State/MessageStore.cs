namespace Peyk.Local.Simulator.State;

/// <summary>The latest messages by SID, and how many were accepted for each recipient since the start.</summary>
internal sealed class MessageStore(int keep, LiveFeed feed)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, MessageState> _bySid = [];
    private readonly Queue<string> _order = new();
    private readonly Dictionary<string, int> _accepted = [];
    private long _acceptedInAll;

    public long AcceptedInAll => Volatile.Read(ref _acceptedInAll);

    public void Add(MessageState message)
    {
        lock (_lock)
        {
            _bySid[message.Sid] = message;
            _order.Enqueue(message.Sid);
            if (message.Direction is "outbound-api")
            {
                _accepted[message.To] = _accepted.GetValueOrDefault(message.To) + 1;
                _acceptedInAll++;
            }
            while (_bySid.Count > keep && _order.TryDequeue(out var oldest))
                _bySid.Remove(oldest);
        }
        Changed(message);
    }

    public void Changed(MessageState message) => feed.Publish("message", message.Snapshot, SimulatorJson.Default.SimulatedMessage);

    public MessageState? Find(string sid)
    {
        lock (_lock)
            return _bySid.GetValueOrDefault(sid);
    }

    public bool Remove(string sid)
    {
        lock (_lock)
            return _bySid.Remove(sid);
    }

    public int AcceptedFor(string recipient)
    {
        lock (_lock)
            return _accepted.GetValueOrDefault(recipient);
    }

    /// <summary>All that are kept, oldest first.</summary>
    public List<MessageState> All()
    {
        lock (_lock)
            return [.. _order.Select(sid => _bySid.GetValueOrDefault(sid)).OfType<MessageState>()];
    }

    public void Clear()
    {
        lock (_lock)
        {
            _bySid.Clear();
            _order.Clear();
            _accepted.Clear();
            _acceptedInAll = 0;
        }
        feed.Publish("cleared");
    }
}
