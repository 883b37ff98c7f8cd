using System.Security.Cryptography;
using Peyk.Local.Simulator.Webhooks;

namespace Peyk.Local.Simulator.Email;

/// <summary>The account's Event Webhooks; the oldest one is there from the start, signed.</summary>
internal sealed class EventWebhooks : IDisposable
{
    /// <summary>How many an account may have.</summary>
    public const int MostAllowed = 5;

    private readonly WebhookClient _client;
    private readonly Schedule _schedule;
    private readonly ProviderSimulatorOptions _options;
    private readonly Lock _lock = new();
    private EventWebhook[] _all;

    public EventWebhooks(WebhookClient client, Schedule schedule, ProviderSimulatorOptions options)
    {
        (_client, _schedule, _options) = (client, schedule, options);
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (options.EventWebhookPrivateKey is { } given)
            key.ImportPkcs8PrivateKey(Convert.FromBase64String(given), out _);
        var now = options.TimeProvider.GetUtcNow();
        _all = [Create("00000000-0000-7000-8000-000000000001", now, options.EventWebhookUrl)];
        Oldest.Key = key;
    }

    public IReadOnlyList<EventWebhook> All => Volatile.Read(ref _all);

    public EventWebhook Oldest => Volatile.Read(ref _all)[0];

    /// <summary>By its id; an empty id means the oldest one.</summary>
    public EventWebhook? Find(string? id) =>
        string.IsNullOrEmpty(id) ? Oldest : Array.Find(Volatile.Read(ref _all), webhook => webhook.Id == id);

    public EventWebhook? Add(Uri url)
    {
        lock (_lock)
        {
            if (_all.Length == MostAllowed || Array.Exists(_all, webhook => webhook.Url == url))
                return null;
            var now = _options.TimeProvider.GetUtcNow();
            var added = Create(Guid.CreateVersion7(now).ToString(), now, url);
            _all = [.. _all, added];
            return added;
        }
    }

    /// <summary>Removes one. The oldest one stays and is only switched off, so that there always is one.</summary>
    public bool Remove(string id)
    {
        lock (_lock)
        {
            if (Find(id) is not { } webhook)
                return false;
            if (webhook == Oldest)
                webhook.Enabled = false;
            else
                _all = [.. _all.Where(other => other != webhook)];
            return true;
        }
    }

    /// <summary>Posts one event to a URL that need not be a webhook yet, once, with the oldest one's key.</summary>
    public async Task TestAsync(Uri url, byte[] json, CancellationToken cancellationToken)
    {
        var probe = new EventWebhook("", _client, _schedule, _options with { EventRetryPeriod = TimeSpan.Zero }) { Url = url, Key = Oldest.Key };
        await probe.PostAtOnceAsync(json, cancellationToken);
    }

    public void Dispose()
    {
        foreach (var webhook in All)
            webhook.Dispose();
    }

    private EventWebhook Create(string id, DateTimeOffset now, Uri? url) =>
        new(id, _client, _schedule, _options) { Url = url, CreatedAt = now, UpdatedAt = now };
}
