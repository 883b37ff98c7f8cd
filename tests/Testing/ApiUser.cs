using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Peyk.Testing;

/// <summary>The API as tests use it.</summary>
public sealed class ApiUser(HttpClient http) : IDisposable
{
    public HttpClient Http => http;

    /// <summary>A valid status update; change what the test is about.</summary>
    public static JsonObject StatusUpdate(
        string? mobile = null, string? email = null, string language = "fa", string policy = "preferred", string? name = null)
    {
        var to = new JsonObject { ["language"] = language };
        if (mobile is not null)
            to["mobile"] = mobile;
        if (email is not null)
            to["email"] = email;
        if (name is not null)
            to["name"] = name;
        return new()
        {
            ["to"] = to,
            ["case"] = new JsonObject { ["service"] = "retirement", ["step"] = "documents-received" },
            ["channels"] = new JsonObject { ["policy"] = policy },
        };
    }

    public Task<HttpResponseMessage> PostAsync(JsonObject update, string? idempotencyKey = null, string path = "/api/v1/status-updates")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(update) };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return http.SendAsync(request);
    }

    /// <summary>Posts what must be accepted, and gives its id.</summary>
    public async Task<string> AcceptedAsync(JsonObject update, string? idempotencyKey = null)
    {
        using var answer = await PostAsync(update, idempotencyKey);
        var body = await answer.Content.ReadAsStringAsync();
        return (int)answer.StatusCode == 202
            ? JsonNode.Parse(body)!["id"]!.GetValue<string>()
            : throw new InvalidOperationException($"{(int)answer.StatusCode}: {body}");
    }

    public async Task<JsonObject> NotificationAsync(string id) =>
        (await http.GetFromJsonAsync<JsonObject>($"/api/v1/notifications/{id}"))!;

    /// <summary>Waits until every delivery is final.</summary>
    public Task<JsonObject> FinalAsync(string id) => WhenAsync(id, n => n["deliveries"]!.AsArray().All(d =>
        d!["status"]!.GetValue<string>() is "delivered" or "failed" or "expired" or "suppressed" or "cancelled"));

    /// <summary>Waits until the notification is as described.</summary>
    public async Task<JsonObject> WhenAsync(string id, Func<JsonObject, bool> condition)
    {
        JsonObject? last = null;
        await Wait.UntilAsync(async () => condition(last = await NotificationAsync(id)), what: $"notification {id}");
        return last!;
    }

    public void Dispose() => http.Dispose();
}
