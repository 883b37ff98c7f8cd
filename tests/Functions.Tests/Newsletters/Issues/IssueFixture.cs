using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Core.Newsletters;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Shared.Storage;
using Peyk.Runtime;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Newsletters.Issues;

/// <summary>One app for the tests of issues, with a clock that can be set ahead; nobody sends issues in it unless a test does.</summary>
public sealed class IssueFixture(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Root = "/api/v1/newsletters";

    public PeykHost Host { get; private set; } = null!;

    public ApiUser Api { get; private set; } = null!;

    public ShiftedTime Time { get; } = new();

    public StorageFailure Failure { get; } = new();

    public IssueStore Store => Host.Get<IssueStore>();

    public async ValueTask InitializeAsync()
    {
        var settings = new Dictionary<string, string>
        {
            ["RetentionSchedule"] = "0 0 0 1 1 *", // Never, as far as tests go.
            ["AzureWebJobs.IssuesTimer.Disabled"] = "true",
            ["AzureWebJobs.SendIssueBatchQueue.Disabled"] = "true",
        };
        Host = await PeykHost.StartAsync(azurite.NewAccount(), settings, services =>
        {
            services.AddSingleton<TimeProvider>(Time);
            services.AddSingleton(s => s.GetRequiredService<StorageConnection>().CreateTables(o => o.AddPolicy(Failure, HttpPipelinePosition.PerCall)));
        });
        Api = await UserAsync("test");
    }

    public async Task<ApiUser> UserAsync(string client, params string[] scopes) => new(Host.ClientWith(await Host.NewKeyAsync(client, scopes)));

    /// <summary>A valid issue in Persian and English; change what the test is about.</summary>
    public static JsonObject Issue(string subject = "New rates") => new()
    {
        ["content"] = new JsonObject
        {
            ["fa"] = new JsonObject { ["subject"] = "نرخ‌های تازه", ["preheader"] = "از یکم دی", ["body"] = "# نرخ‌ها\n\n{{recipient.name}}، نرخ‌ها چنین است." },
            ["en"] = new JsonObject { ["subject"] = subject, ["body"] = "# Rates\n\nDear {{recipient.name}}, these are [the rates](https://example.org/rates?a=1&b=2)." },
        },
    };

    public static string PathOf(string id, string topic = "benefits-news") => $"{Root}/{topic}/issues/{id}";

    public Task<HttpResponseMessage> PostAsync(JsonObject issue, string? key = null, string topic = "benefits-news", string query = "") =>
        Api.PostAsync(issue, key, $"{Root}/{topic}/issues{query}");

    public async Task<string> AcceptedAsync(JsonObject? issue = null, string topic = "benefits-news")
    {
        using var answer = await PostAsync(issue ?? Issue(), topic: topic);
        var body = await answer.Content.ReadAsStringAsync();
        return (int)answer.StatusCode == 202
            ? JsonNode.Parse(body)!["id"]!.GetValue<string>()
            : throw new InvalidOperationException($"{(int)answer.StatusCode}: {body}");
    }

    public async Task<JsonObject> ReadAsync(string id) => (await Api.Http.GetFromJsonAsync<JsonObject>(PathOf(id)))!;

    public async Task<string> StatusAsync(string id) => (string)(await ReadAsync(id))["status"]!;

    public Task<HttpResponseMessage> TurnAsync(string id, string turn, JsonObject? body = null) =>
        Api.Http.PostAsync($"{PathOf(id)}/{turn}", body is null ? null : JsonContent.Create(body));

    public Task<HttpResponseMessage> ChangeAsync(string id, JsonObject issue, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, PathOf(id)) { Content = JsonContent.Create(issue) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return Api.Http.SendAsync(request);
    }

    /// <summary>Puts an issue into a state, as the sending does.</summary>
    public async Task BecomeAsync(string id, params IssueState[] states)
    {
        foreach (var state in states)
        {
            var issue = (await Store.FindAsync(Guid.Parse(id), default))!;
            var now = Time.GetUtcNow();
            var after = issue with
            {
                State = state,
                StartedAt = issue.StartedAt ?? (state == IssueState.Sending ? now : null),
                EndedAt = state.IsFinal() ? now : null,
                SendAt = issue.SendAt ?? (state == IssueState.Scheduled ? now : null),
            };
            if (await Store.TryUpdateAsync(after, default) is null)
                throw new InvalidOperationException("Somebody else changed the issue.");
        }
    }

    /// <summary>An issue that went out.</summary>
    public async Task<string> SentAsync(JsonObject? issue = null, string topic = "benefits-news")
    {
        var id = await AcceptedAsync(issue, topic);
        await BecomeAsync(id, IssueState.Scheduled, IssueState.Sending, IssueState.Sent);
        return id;
    }

    public async Task<List<string>> OpenAsync() => [.. (await Store.ReadOpenAsync(default).ToListAsync()).Select(issue => issue.Id.ToString("D"))];

    public static async Task<JsonNode> BodyAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

    public static async Task<List<(string?, string?)>> ErrorsAsync(HttpResponseMessage answer) =>
        [.. (await BodyAsync(answer))["errors"]!.AsArray().Select(e => ((string?)e!["pointer"], (string?)e["code"]))];

    public async Task<List<TableEntity>> RowsAsync() => await Host.Tables.GetTableClient(Tables.Issues).QueryAsync<TableEntity>().ToListAsync();

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Host.DisposeAsync();
    }
}
