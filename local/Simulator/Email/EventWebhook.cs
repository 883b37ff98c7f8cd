using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Peyk.Local.Simulator.Webhooks;

namespace Peyk.Local.Simulator.Email;

/// <summary>One Event Webhook: gathers events for a moment, signs the batch and offers it until it is taken.</summary>
internal sealed class EventWebhook(string id, WebhookClient client, Schedule schedule, ProviderSimulatorOptions options) : IDisposable
{
    private const int LargestBatch = 768 * 1024;

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private List<byte[]> _gathered = [];
    private int _size;

    public string Id { get; } = id;

    public Uri? Url { get; set; }

    public bool Enabled { get; set; } = true;

    public string? FriendlyName { get; set; }

    public string? OAuthClientId { get; set; }

    public string? OAuthTokenUrl { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Event types that are not wanted.</summary>
    public HashSet<string> Unwanted { get; set; } = [];

    /// <summary>Null: batches are not signed.</summary>
    public ECDsa? Key { get; set; }

    /// <summary>Base64 of the SubjectPublicKeyInfo; empty when batches are not signed.</summary>
    public string PublicKey => Key is { } key ? Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()) : "";

    public bool Wants(string type) => Enabled && Url is not null && !Unwanted.Contains(type);

    public void Add(byte[] json)
    {
        lock (_lock)
        {
            _gathered.Add(json);
            _size += json.Length + 1;
            if (_size > LargestBatch)
                Send(Take());
            else if (_gathered.Count == 1)
                schedule.After(options.EventBatchInterval, Flush);
        }
    }

    /// <summary>Posts one event by itself and returns when the first try is over.</summary>
    public Task PostAtOnceAsync(byte[] json, CancellationToken cancellationToken) => TryAsync(Sign([json]), 1, cancellationToken);

    public void Dispose() => Key?.Dispose();

    private void Flush()
    {
        lock (_lock)
        {
            if (_gathered.Count > 0)
                Send(Take());
        }
    }

    private List<byte[]> Take()
    {
        var taken = _gathered;
        _gathered = [];
        _size = 0;
        return taken;
    }

    private void Send(List<byte[]> events) => client.Enqueue(token => TryAsync(Sign(events), 1, token));

    /// <summary>The body ends in CR LF, as the service's does, and the signature covers it.</summary>
    private Batch Sign(List<byte[]> events)
    {
        var buffer = new ArrayBufferWriter<byte>();
        for (var i = 0; i < events.Count; i++)
        {
            buffer.Write(i == 0 ? "["u8 : ",\r\n"u8);
            buffer.Write(events[i]);
        }
        buffer.Write("]\r\n"u8);
        var body = buffer.WrittenSpan.ToArray();
        var now = options.TimeProvider.GetUtcNow();
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string? signature = null;
        if (Key is { } key)
        {
            byte[] signed = [.. Encoding.ASCII.GetBytes(timestamp), .. body];
            lock (key)
            {
                signature = Convert.ToBase64String(key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
            }
        }
        return new(body, timestamp, signature, now);
    }

    private async Task TryAsync(Batch batch, int tries, CancellationToken cancellationToken)
    {
        if (Url is not { } url)
            return;
        using var content = new ByteArrayContent(batch.Body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        request.Headers.TryAddWithoutValidation("User-Agent", "SendGrid Event API");
        if (batch.Signature is { } signature)
        {
            request.Headers.TryAddWithoutValidation("X-Twilio-Email-Event-Webhook-Signature", signature);
            request.Headers.TryAddWithoutValidation("X-Twilio-Email-Event-Webhook-Timestamp", batch.Timestamp);
        }
        var (result, _) = await client.PostAsync("sendgrid-events", request, AnswerTimeout, readBody: false, cancellationToken);
        if (result.Succeeded)
            return;

        var doubled = options.WebhookRetryDelay * Math.Pow(2, Math.Min(tries - 1, 20));
        var wait = doubled < options.WebhookLongestRetryDelay ? doubled : options.WebhookLongestRetryDelay;
        if (options.TimeProvider.GetUtcNow() + wait - batch.At > options.EventRetryPeriod)
        {
            client.CountGivenUp();
            return;
        }
        client.CountRepeated();
        schedule.After(wait, () => client.Enqueue(token => TryAsync(batch, tries + 1, token)));
    }

    private sealed record Batch(byte[] Body, string Timestamp, string? Signature, DateTimeOffset At);
}
