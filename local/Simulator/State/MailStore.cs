using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Peyk.Local.Simulator.State;

/// <summary>The latest mails by id, and how many were accepted for each address since the start.</summary>
internal sealed class MailStore(int keep, LiveFeed feed)
{
    /// <summary>Content that is kept at most, whatever the number of mails.</summary>
    private const long KeepBytes = 64 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, MailState> _byId = [];
    private readonly Queue<MailState> _order = new();
    private readonly Dictionary<string, int> _accepted = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<UInt128> _counted = [];
    private long _acceptedInAll;
    private long _bytes;

    public long AcceptedInAll => Volatile.Read(ref _acceptedInAll);

    public void Add(IReadOnlyList<MailState> mails)
    {
        lock (_lock)
        {
            foreach (var mail in mails)
            {
                _byId[mail.Id] = mail;
                _order.Enqueue(mail);
                _bytes += mail.Bytes;
                _accepted[mail.Address] = _accepted.GetValueOrDefault(mail.Address) + 1;
                _acceptedInAll++;
            }
            while ((_byId.Count > keep || _bytes > KeepBytes) && _order.TryDequeue(out var oldest))
            {
                _byId.Remove(oldest.Id);
                _bytes -= oldest.Bytes;
            }
        }
        foreach (var mail in mails)
            Changed(mail);
    }

    /// <summary>Different addresses that were only counted.</summary>
    public int CountedRecipients
    {
        get
        {
            lock (_lock)
                return _counted.Count;
        }
    }

    /// <summary>Counts mails of which nothing is kept, not even their addresses.</summary>
    public void Count(IEnumerable<string> addresses)
    {
        lock (_lock)
        {
            foreach (var address in addresses)
            {
                _counted.Add(MemoryMarshal.Read<UInt128>(SHA256.HashData(Encoding.UTF8.GetBytes(address.ToLowerInvariant()))));
                _acceptedInAll++;
            }
        }
    }

    public void Changed(MailState mail) => feed.Publish("mail", mail.Summary, SimulatorJson.Default.SimulatedMailSummary);

    public MailState? Find(string id)
    {
        lock (_lock)
            return _byId.GetValueOrDefault(id);
    }

    public int AcceptedFor(string address)
    {
        lock (_lock)
            return _accepted.GetValueOrDefault(address);
    }

    /// <summary>All that are kept, oldest first.</summary>
    public List<MailState> All()
    {
        lock (_lock)
            return [.. _order];
    }

    public void Clear()
    {
        lock (_lock)
        {
            _byId.Clear();
            _order.Clear();
            _accepted.Clear();
            _counted.Clear();
            _acceptedInAll = 0;
            _bytes = 0;
        }
        feed.Publish("cleared");
    }
}
