using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Functions.Delivery;
using Peyk.Functions.Reminders;
using Peyk.Functions.Shared.Storage;
using Peyk.Runtime;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Reminders;

/// <summary>An app with a clock that can be set ahead; its timers are off, so that a test says when they run.</summary>
public sealed class ReminderHost : IAsyncDisposable
{
    private const string Never = "0 0 0 1 1 *";

    private ReminderHost(PeykHost host, ApiUser api, ShiftedTime time, StorageFailure failure)
    {
        (Host, Api, Time, Failure) = (host, api, time, failure);
    }

    public PeykHost Host { get; }

    public ApiUser Api { get; }

    public ShiftedTime Time { get; }

    public StorageFailure Failure { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <param name="time">The clock of another app that works on the same storage.</param>
    /// <param name="more">Sees every call to the tables.</param>
    /// <param name="keys">Another app whose rows it must be able to read.</param>
    public static async Task<ReminderHost> StartAsync(
        string storage, ShiftedTime? time = null, Func<HttpPipelinePolicy>? more = null, ReminderHost? keys = null, params (string Name, string Value)[] settings)
    {
        var clock = time ?? new ShiftedTime();
        var failure = new StorageFailure();
        var all = new Dictionary<string, string> { ["SweepSchedule"] = Never, ["RetentionSchedule"] = Never, ["ReminderSchedule"] = Never, ["Peyk__TimeZone"] = "Asia/Tehran" };
        foreach (var name in keys is null ? [] : (string[])["Peyk__MasterKeys", "Peyk__LookupKey"])
            all[name] = keys!.Host.Get<IConfiguration>()[name.Replace("__", ":", StringComparison.Ordinal)]!;
        foreach (var (name, value) in settings)
            all[name] = value;
        var host = await PeykHost.StartAsync(storage, all, services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            services.AddSingleton(s => s.GetRequiredService<StorageConnection>().CreateTables(o =>
            {
                o.AddPolicy(failure, HttpPipelinePosition.PerCall);
                if (more is not null)
                    o.AddPolicy(more(), HttpPipelinePosition.PerCall);
            }));
        });
        return new(host, new ApiUser(host.ClientWith(await host.NewKeyAsync())), clock, failure);
    }

    /// <summary>A valid reminder; change what the test is about.</summary>
    public JsonObject Reminder(string mobile, TimeSpan dueIn, params JsonNode[] leads) => new()
    {
        ["to"] = new JsonObject { ["mobile"] = mobile, ["language"] = "en" },
        ["template"] = "due-soon",
        ["data"] = new JsonObject { ["subject"] = "Renewal of your insurance booklet" },
        ["due"] = new JsonObject { ["at"] = (Now + dueIn).ToString("O") },
        ["leads"] = new JsonArray(leads.Length > 0 ? leads : ["PT0S"]),
        ["channels"] = new JsonObject { ["policy"] = "only" },
    };

    public Task<HttpResponseMessage> PostAsync(JsonObject reminder, string? key = null) => Api.PostAsync(reminder, key, "/api/v1/reminders");

    public async Task<JsonObject> AcceptAsync(JsonObject reminder, string? key = null)
    {
        using var answer = await PostAsync(reminder, key);
        var body = await answer.Content.ReadAsStringAsync();
        return (int)answer.StatusCode == 202 ? JsonNode.Parse(body)!.AsObject() : throw new InvalidOperationException($"{(int)answer.StatusCode}: {body}");
    }

    public async Task<string> AcceptedAsync(JsonObject reminder, string? key = null) => (string)(await AcceptAsync(reminder, key))["id"]!;

    public async Task<JsonObject> ReadAsync(string id) => (await Api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/reminders/{id}"))!;

    public Task<HttpResponseMessage> CancelAsync(string id) => Api.Http.PostAsync($"/api/v1/reminders/{id}/cancel", null);

    public Task<HttpResponseMessage> ChangeAsync(string id, JsonObject reminder, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/reminders/{id}") { Content = JsonContent.Create(reminder) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return Api.Http.SendAsync(request);
    }

    /// <summary>One run of the timer.</summary>
    public Task<int> ReleaseAsync() => Host.Get<ReminderRelease>().RunAsync(default);

    /// <summary>Sets the clock ahead, with a run of the timer each minute, as when nobody was away.</summary>
    public async Task PassAsync(TimeSpan span)
    {
        for (var left = span; left > TimeSpan.Zero; left -= TimeSpan.FromMinutes(1))
        {
            Time.Advance(left < TimeSpan.FromMinutes(1) ? left : TimeSpan.FromMinutes(1));
            await ReleaseAsync();
        }
    }

    /// <summary>Looks at a notification's first delivery, as the hint would that is still invisible by the real clock.</summary>
    public Task LookAsync(string notification) => Host.Get<DeliveryWorker>().LookAtAsync(Guid.Parse(notification), 1, default);

    public int SentTo(string mobile) => (int)Host.Simulator.AcceptedCount(mobile);

    /// <summary>What became of each occurrence: <c>fired</c>, <c>upcoming</c>, or the reason why not.</summary>
    public async Task<IEnumerable<string>> OccurrencesAsync(string id) =>
        (await ReadAsync(id))["occurrences"]!.AsArray().Select(o => (string?)o!["reason"] ?? (string)o["status"]!);

    public async Task<List<string>> NotificationsAsync(string id) =>
        [.. (await ReadAsync(id))["occurrences"]!.AsArray().Select(o => (string?)o!["notificationId"]).OfType<string>()];

    public async Task<List<TableEntity>> RowsAsync(string table) => await Host.Tables.GetTableClient(table).QueryAsync<TableEntity>().ToListAsync();

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Host.DisposeAsync();
    }
}
