using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Peyk.Bench;

/// <summary>A posting system: status updates in Persian, each under an idempotency key of its own.</summary>
public sealed class Poster : IDisposable
{
    private readonly HttpClient _http;

    public Poster(Uri app, string apiKey)
    {
        _http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null, UseProxy = false }) { BaseAddress = app };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
    }

    public Task PostSmsAsync(string mobile, CancellationToken cancellationToken) => PostAsync("sms", $"\"mobile\":\"{mobile}\"", cancellationToken);

    public Task PostEmailAsync(string address, CancellationToken cancellationToken) => PostAsync("email", $"\"email\":\"{address}\"", cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task PostAsync(string channel, string address, CancellationToken cancellationToken)
    {
        var body =
            $$"""
            {
              "to": { {{address}}, "name": "مریم رضایی", "language": "fa" },
              "case": { "service": "retirement", "step": "documents-received" },
              "channels": { "policy": "only", "order": ["{{channel}}"] }
            }
            """;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/status-updates")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new("application/json") } },
        };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", Guid.NewGuid().ToString());
        using var answer = await _http.SendAsync(request, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.Accepted)
            throw new InvalidOperationException($"The app answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }
}
