using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Peyk.Testing;

/// <summary>The API of batches as tests use it.</summary>
public sealed class BatchUser(HttpClient http) : IDisposable
{
    public HttpClient Http => http;

    /// <summary>A CSV file of SMS in Persian digits, one to each number from <paramref name="first"/> on.</summary>
    /// <param name="refused">Rows, from 1, whose number is none.</param>
    public static string Csv(int rows, long first, params int[] refused)
    {
        var file = new StringBuilder("to.mobile,to.name,to.language,case.service,case.step,channels.policy\r\n");
        for (var row = 1; row <= rows; row++)
            file.Append(refused.Contains(row) ? "۱۲" : Persian($"+98{first + row - 1}")).Append(",\"رضایی, مریم\",fa,retirement,documents-received,only\r\n");
        return file.ToString();
    }

    public Task<HttpResponseMessage> PostCsvAsync(string csv, string? idempotencyKey = null, string query = "?kind=status-updates")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(csv)) { Headers = { ContentType = new("text/csv") } };
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/batches{query}") { Content = content };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return http.SendAsync(request);
    }

    /// <summary>Posts what must be accepted, and gives its id.</summary>
    public async Task<string> AcceptedAsync(string csv, string? idempotencyKey = null)
    {
        using var answer = await PostCsvAsync(csv, idempotencyKey);
        var body = await answer.Content.ReadAsStringAsync();
        return (int)answer.StatusCode == 202
            ? JsonNode.Parse(body)!["id"]!.GetValue<string>()
            : throw new InvalidOperationException($"{(int)answer.StatusCode}: {body}");
    }

    public async Task<JsonObject> GetAsync(string id) => (await http.GetFromJsonAsync<JsonObject>($"/api/v1/batches/{id}"))!;

    /// <summary>Every result, page by page.</summary>
    public async Task<List<JsonObject>> RowsAsync(string id, string query = "")
    {
        var rows = new List<JsonObject>();
        JsonObject page;
        do
        {
            var after = rows.Count > 0 ? rows[^1]["row"]!.GetValue<int>() : 0;
            page = (await http.GetFromJsonAsync<JsonObject>($"/api/v1/batches/{id}/rows?limit=1000&after={after}{query}"))!;
            rows.AddRange(page["items"]!.AsArray().Select(item => item!.AsObject()));
        }
        while (page["more"]!.GetValue<bool>());
        return rows;
    }

    public Task<HttpResponseMessage> TurnAsync(string id, string verb) => http.PostAsync($"/api/v1/batches/{id}/{verb}", null);

    /// <summary>Waits until no row waits.</summary>
    public Task CompletedAsync(string id, TimeSpan? timeout = null) => Wait.UntilAsync(
        async () => (await GetAsync(id))["status"]!.GetValue<string>() == "completed", timeout, $"batch {id} to be completed");

    public void Dispose() => http.Dispose();

    private static string Persian(string digits) => string.Concat(digits.Select(c => char.IsAsciiDigit(c) ? (char)('۰' + (c - '0')) : c));
}
