using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Delivery;

/// <summary>
/// Chains the log entries of a notification: each MAC is HMAC-SHA256 over the entry and the MAC before it, under a key that only
/// the app has. The head keeps the count and the last MAC, so that a changed, inserted, removed or cut entry shows.
/// </summary>
public sealed class LogChain(Keyring keyring)
{
    public static ChainEnd Start { get; } = new(0, "", "");

    /// <summary>The entries to add after <paramref name="end"/>, in order, and the new end.</summary>
    public (IReadOnlyList<LogEntry> Entries, ChainEnd End) Extend(Guid id, ChainEnd end, IEnumerable<LogEvent> events)
    {
        var entries = new List<LogEntry>();
        var key = keyring.Current;
        foreach (var e in events)
        {
            var sequence = end.Count + 1;
            end = new ChainEnd(sequence, Mac(key, id, sequence, e, end.Mac), key.Id);
            entries.Add(new LogEntry(sequence, e, key.Id, end.Mac));
        }

        return (entries, end);
    }

    /// <summary>The first thing that is wrong with a log, in words; null when it is whole.</summary>
    public string? Verify(Guid id, ChainEnd end, IReadOnlyList<LogEntry> log)
    {
        var previous = "";
        for (var i = 0; i < log.Count; i++)
        {
            var entry = log[i];
            if (entry.Sequence != i + 1)
                return $"entry {i + 1} is missing";
            if (!Equal(Mac(keyring.Find(entry.KeyId), id, entry.Sequence, entry.Event, previous), entry.Mac))
                return $"entry {entry.Sequence} was altered";
            previous = entry.Mac;
        }

        if (log.Count != end.Count)
            return $"the head counts {end.Count} entries, the log has {log.Count}";
        return Equal(previous, end.Mac) ? null : "the head's MAC is not that of the last entry";
    }

    private static bool Equal(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(one), System.Text.Encoding.ASCII.GetBytes(other));

    private static string Mac(MasterKey key, Guid id, int sequence, LogEvent e, string previous)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            json.WriteStringValue(id);
            json.WriteNumberValue(sequence);
            json.WriteNumberValue(e.At.UtcTicks);
            json.WriteStringValue(e.Event);
            json.WriteNumberValue(e.Delivery ?? 0);
            json.WriteNumberValue(e.Attempt ?? 0);
            json.WriteStringValue(e.Channel?.ToWord());
            json.WriteStringValue(e.Status?.ToWord());
            json.WriteStringValue(e.Reason?.ToWord());
            json.WriteStringValue(e.Code);
            json.WriteStringValue(e.ProviderId);
            json.WriteStringValue(e.Commitment);
            json.WriteStringValue(e.Corrects?.ToWord());
            json.WriteStringValue(previous);
            json.WriteEndArray();
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(key.Chain, buffer.WrittenSpan));
    }
}
