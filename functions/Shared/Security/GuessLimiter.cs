using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Shared.Security;

/// <summary>
/// Keeps tracking codes and tokens of pages from being guessed: every look costs one of the tokens of its address, a hit gives it back, and they
/// grow back over a minute. Many who follow their own cases from one address, as behind a mobile network, are not hindered.
/// </summary>
/// <remarks>
/// Addresses are kept in memory only, as hashes under a key that no one knows and that ends with the process. Each process counts for
/// itself: with n instances a guesser has at most n times the tokens, of some 90 billion codes.
/// </remarks>
public sealed class GuessLimiter(IOptions<PeykOptions> options, TimeProvider time)
{
    private const int ManyAddresses = 50_000;
    private static readonly TimeSpan Refill = TimeSpan.FromMinutes(1);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<ulong, Bucket> _buckets = [];
    private readonly Lock _lock = new();

    private int Full => options.Value.TrackingGuesses;

    /// <summary>Takes a token. Null when there was one, else how long until there is.</summary>
    public TimeSpan? Take(IPAddress address)
    {
        var key = Key(address);
        lock (_lock)
        {
            if (_buckets.Count >= ManyAddresses && !_buckets.ContainsKey(key))
                Forget();
            var tokens = Tokens(key);
            if (tokens < 1)
                return Refill * ((1 - tokens) / Full);
            _buckets[key] = new(tokens - 1, time.GetTimestamp());
            return null;
        }
    }

    /// <summary>Gives the token of a hit back.</summary>
    public void GiveBack(IPAddress address)
    {
        var key = Key(address);
        lock (_lock)
        {
            var tokens = Tokens(key) + 1;
            if (tokens >= Full)
                _buckets.Remove(key);
            else
                _buckets[key] = new(tokens, time.GetTimestamp());
        }
    }

    private double Tokens(ulong key) => _buckets.TryGetValue(key, out var bucket)
        ? Math.Min(Full, bucket.Tokens + (time.GetElapsedTime(bucket.Since) / Refill * Full))
        : Full;

    // Addresses that have all their tokens are as good as unknown. A flood of addresses costs memory no more than this.
    private void Forget()
    {
        foreach (var key in _buckets.Keys.Where(key => Tokens(key) >= Full).ToList())
            _buckets.Remove(key);
        if (_buckets.Count >= ManyAddresses)
            _buckets.Clear();
    }

    private ulong Key(IPAddress address) =>
        MemoryMarshal.Read<ulong>(HMACSHA256.HashData(_key, ClientAddress.Network(address)));

    private readonly record struct Bucket(double Tokens, long Since);
}
