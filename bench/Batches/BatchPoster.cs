using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Peyk.Bench;

/// <summary>A posting system that posts batches of SMS in Persian, as CSV.</summary>
public sealed class BatchPoster : IDisposable
{
    private readonly HttpClient _http;

    public BatchPoster(Uri app, string apiKey)
    {
        _http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null, UseProxy = false }) { BaseAddress = app };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
    }

    /// <summary>Every number of a batch begins so, and no other does.</summary>
    public const string Prefix = "+98916";

    public async Task<string> PostAsync(int rows, int first)
    {
        var file = new StringBuilder("to.mobile,to.name,to.language,case.service,case.step,channels.policy\r\n");
        for (var row = 0; row < rows; row++)
            file.Append($"{Prefix}{first + row:D7},مریم رضایی,fa,retirement,documents-received,only\r\n");
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(file.ToString())) { Headers = { ContentType = new("text/csv") } };
        using var answer = await _http.PostAsync("/api/v1/batches?kind=status-updates", content);
        var text = await answer.Content.ReadAsStringAsync();
        return (int)answer.StatusCode == 202
            ? (string)JsonNode.Parse(text)!["id"]!
            : throw new InvalidOperationException($"The app answered {(int)answer.StatusCode}: {text}");
    }

    public async Task<int> WaitingAsync(string id) =>
        (await _http.GetFromJsonAsync<JsonObject>($"/api/v1/batches/{id}"))!["waiting"]!.GetValue<int>();

    /// <param name="verb"><c>pause</c>, <c>resume</c> or <c>cancel</c>.</param>
    public async Task TurnAsync(IEnumerable<string> ids, string verb)
    {
        foreach (var id in ids)
            (await _http.PostAsync($"/api/v1/batches/{id}/{verb}", null)).EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();
}
