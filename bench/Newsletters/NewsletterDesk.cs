using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Peyk.Bench.Newsletters;

/// <summary>An editor who posts an issue in two languages and waits until it is sent.</summary>
internal sealed class NewsletterDesk : IDisposable
{
    private readonly HttpClient _http;
    private string _path;

    public NewsletterDesk(Uri app, string apiKey, string topic)
    {
        _http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null, UseProxy = false }) { BaseAddress = app };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        _path = $"/api/v1/newsletters/{topic}/issues";
    }

    public async Task PostAsync()
    {
        var issue = new JsonObject
        {
            ["content"] = new JsonObject
            {
                ["fa"] = new JsonObject { ["subject"] = "خبرنامه آذر", ["preheader"] = "مستمری‌ها", ["body"] = Body("{{recipient.name}}، مستمری‌ها از یکم دی افزایش می‌یابد.") },
                ["en"] = new JsonObject { ["subject"] = "News of December", ["preheader"] = "Pensions", ["body"] = Body("Dear {{recipient.name}}, pensions rise on 22 December.") },
            },
            ["sendAt"] = TimeProvider.System.GetUtcNow().ToString("O"),
        };
        using var answer = await _http.PostAsJsonAsync(_path, issue);
        var body = await answer.Content.ReadAsStringAsync();
        _path = (int)answer.StatusCode == 202
            ? $"{_path}/{(string)JsonNode.Parse(body)!["id"]!}"
            : throw new InvalidOperationException($"The app answered {(int)answer.StatusCode}: {body}");
    }

    /// <param name="delivered">So many receipts must be counted too.</param>
    public async Task SentAsync(int delivered = 0)
    {
        while (true)
        {
            var issue = (await _http.GetFromJsonAsync<JsonObject>(_path))!;
            if ((string)issue["status"]! == "sent" && (int)issue["progress"]!["delivered"]! >= delivered)
                return;
            // Progress is read from the rows of all batches: asked rarely, so that asking is not what is measured.
            await Task.Delay(1000);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>As long as a newsletter usually is.</summary>
    private static string Body(string paragraph)
    {
        var body = new StringBuilder("# News\n\n");
        for (var n = 1; n <= 8; n++)
            body.Append($"## Part {n}\n\n{paragraph} [More](https://example.org/news/{n})\n\n- one\n- two\n\n");
        return body.ToString();
    }
}
