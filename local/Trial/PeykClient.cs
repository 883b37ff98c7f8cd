using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Peyk.Local.Trial;

/// <summary>The API as a posting system uses it.</summary>
public sealed class PeykClient : IDisposable
{
    private readonly HttpClient _http;

    public PeykClient(Uri url, string apiKey)
    {
        _http = new HttpClient { BaseAddress = url };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
    }

    /// <summary>Posts and gives the answer, which must have the status.</summary>
    public async Task<JsonObject> PostAsync(string path, JsonObject body, int expectedStatus, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync(path, body, cancellationToken);
        var json = await answer.Content.ReadFromJsonAsync<JsonObject>(cancellationToken);
        TrialRun.Expect((int)answer.StatusCode == expectedStatus, $"POST {path} answered {(int)answer.StatusCode}: {json?.ToJsonString()}");
        return json!;
    }

    /// <summary>Posts a file, which must be accepted.</summary>
    public async Task<JsonObject> PostCsvAsync(string path, string csv, CancellationToken cancellationToken)
    {
        using var content = new StringContent(csv, System.Text.Encoding.UTF8, "text/csv");
        using var answer = await _http.PostAsync(path, content, cancellationToken);
        var json = await answer.Content.ReadFromJsonAsync<JsonObject>(cancellationToken);
        TrialRun.Expect((int)answer.StatusCode == 202, $"POST {path} answered {(int)answer.StatusCode}: {json?.ToJsonString()}");
        return json!;
    }

    public async Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) =>
        await SuccessAsync(await _http.GetAsync(path, cancellationToken), cancellationToken);

    /// <summary>A page as a citizen's browser gets it: without a key.</summary>
    public async Task<string> GetPageAsync(string path, CancellationToken cancellationToken)
    {
        using var citizen = new HttpClient { BaseAddress = _http.BaseAddress };
        return await citizen.GetStringAsync(path, cancellationToken);
    }

    private static async Task<JsonObject> SuccessAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        using (answer)
        {
            TrialRun.Expect(answer.IsSuccessStatusCode, $"GET {answer.RequestMessage?.RequestUri?.AbsolutePath} answered {(int)answer.StatusCode}");
            return (await answer.Content.ReadFromJsonAsync<JsonObject>(cancellationToken))!;
        }
    }

    /// <summary>Waits until every delivery of a notification is final.</summary>
    public Task<JsonObject> FinalAsync(string id, CancellationToken cancellationToken) => TrialRun.UntilAsync(
        async () =>
        {
            var notification = await GetAsync($"/api/v1/notifications/{id}", cancellationToken);
            var isFinal = notification["deliveries"]!.AsArray().All(d =>
                d!["status"]!.GetValue<string>() is "delivered" or "failed" or "expired" or "suppressed" or "cancelled");
            return isFinal ? notification : null;
        },
        "a final status",
        cancellationToken);

    public void Dispose() => _http.Dispose();
}
