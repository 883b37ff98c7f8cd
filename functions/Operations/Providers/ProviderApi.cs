using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Peyk.Functions.Operations.Providers;

/// <param name="Status">0 when no answer came.</param>
/// <param name="Date">The provider's clock.</param>
public sealed record ProviderAnswer(int Status, JsonNode? Body, DateTimeOffset? Date)
{
    public bool IsOk => Status is >= 200 and < 300;

    /// <summary>What went wrong, in codes only: the provider's own text may quote what was sent.</summary>
    public string Fault => (Status, Code) switch
    {
        (0, _) => "cannot be reached",
        (_, null) => $"answers {Status}",
        (_, var code) => $"answers {Status}, error {code}",
    };

    private string? Code => Body is JsonObject body && body["code"] is JsonValue code ? code.ToString() : null;
}

/// <summary>Calls of a provider's account API, apart from sending: few, by hand, never repeated by themselves.</summary>
public sealed class ProviderApi(HttpClient http, string baseUrl, AuthenticationHeaderValue credentials)
{
    public Task<ProviderAnswer> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public Task<ProviderAnswer> PostFormAsync(string path, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(fields), cancellationToken);

    public Task<ProviderAnswer> SendJsonAsync(HttpMethod method, string path, JsonObject body, CancellationToken cancellationToken) =>
        SendAsync(method, path, new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), cancellationToken);

    private async Task<ProviderAnswer> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(new Uri(baseUrl), path)) { Content = content };
        request.Headers.Authorization = credentials;
        try
        {
            using var answer = await http.SendAsync(request, cancellationToken);
            return new((int)answer.StatusCode, Parse(await answer.Content.ReadAsStringAsync(cancellationToken)), answer.Headers.Date);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return new(0, null, null);
        }
    }

    private static JsonNode? Parse(string body)
    {
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
