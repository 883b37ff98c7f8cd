using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;
using Peyk.Runtime;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Feedback;

/// <summary>One app for the tests of feedback, whose clock can be set ahead; each test asks persons of its own.</summary>
public sealed class FeedbackHost(AzuriteFixture azurite) : IAsyncLifetime
{
    private int _persons;

    public PeykHost Host { get; private set; } = null!;

    public ApiUser Api { get; private set; } = null!;

    public ShiftedTime Clock { get; init; } = new();

    public StorageFailure Failure { get; } = new();

    public string Storage { get; init; } = azurite.NewAccount();

    public Dictionary<string, string> Settings { get; init; } = new() { ["Feedback__Hasty"] = "00:00:00", ["Reports__SmallestGroup"] = "1", ["RetentionSchedule"] = "0 0 0 1 1 *" };

    /// <summary>An app of its own, for a test that sets the clock far ahead.</summary>
    public static async Task<FeedbackHost> StartAsync(AzuriteFixture azurite)
    {
        var host = new FeedbackHost(azurite);
        await host.InitializeAsync();
        return host;
    }

    public async ValueTask InitializeAsync()
    {
        Host = await PeykHost.StartAsync(Storage, Settings, services =>
        {
            services.AddSingleton<TimeProvider>(Clock);
            services.AddSingleton(s => s.GetRequiredService<StorageConnection>().CreateTables(o => o.AddPolicy(Failure, HttpPipelinePosition.PerCall)));
        });
        Api = new ApiUser(Host.ClientWith(await Host.NewKeyAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Host.DisposeAsync();
    }

    public string NewEmail() => $"citizen{Interlocked.Increment(ref _persons)}@example.org";

    /// <summary>A valid request by e-mail; change what the test is about.</summary>
    public static JsonObject Request(string email, string survey = "csat") => new()
    {
        ["to"] = new JsonObject { ["email"] = email, ["language"] = "en" },
        ["survey"] = survey,
    };

    public async Task<JsonObject> PostAsync(JsonObject request, int status = 202, string? key = null, string query = "")
    {
        using var answer = await Api.PostAsync(request, key, $"/api/v1/feedback-requests{query}");
        var body = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(status, body);
        return JsonNode.Parse(body)!.AsObject();
    }

    /// <summary>Asks somebody and waits for the e-mail; gives the request's id and the address of its page.</summary>
    public Task<(string Id, Uri Page)> AskAsync(string survey = "csat") => AskAsync(Request(NewEmail(), survey));

    /// <inheritdoc cref="AskAsync(string)"/>
    public async Task<(string Id, Uri Page)> AskAsync(JsonObject request)
    {
        var id = (await PostAsync(request))["id"]!.GetValue<string>();
        await Api.FinalAsync(id);
        return (id, PageOf(id));
    }

    /// <summary>The page of a request, whose link only the citizen is sent.</summary>
    public Uri PageOf(string id) => new(Host.Url, $"/f/{Host.Get<PageTokens>().Make(PagePurpose.Feedback, Guid.Parse(id))}");

    public async Task<List<TableEntity>> RowsAsync(string table) => await Host.Tables.GetTableClient(table).QueryAsync<TableEntity>().ToListAsync();

    public Task<JsonObject> FindAsync(string id) => Api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/feedback-requests/{id}")!;

    /// <summary>A citizen's browser that follows no redirects.</summary>
    public HttpClient Citizen() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Host.Url };

    /// <summary>Posts one page of the form.</summary>
    public async Task<HttpResponseMessage> AnswerAsync(Uri page, params (string Field, string Value)[] fields)
    {
        using var citizen = Citizen();
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Field, f.Value)));
        return await citizen.PostAsync(page, form);
    }
}
