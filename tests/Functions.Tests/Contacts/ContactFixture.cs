using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Peyk.Functions.Clients;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Contacts;

/// <summary>One app for the tests of contacts; each test takes contacts and addresses of its own.</summary>
public sealed class ContactFixture(AzuriteFixture azurite) : IAsyncLifetime
{
    public PeykHost Host { get; private set; } = null!;

    /// <summary>A client with every scope.</summary>
    public ApiUser Api { get; private set; } = null!;

    /// <summary>Another client of the same organisation.</summary>
    public ApiUser Other { get; private set; } = null!;

    /// <summary>The first client's test key.</summary>
    public ApiUser Trial { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // Few days to look through.
        Host = await PeykHost.StartAsync(azurite.NewAccount(), new Dictionary<string, string>
        {
            ["Retention__Content"] = "1.00:00:00",
            ["Peyk__LongestLifetime"] = "1.00:00:00",
        });
        Api = new(Host.ClientWith(await Host.NewKeyAsync("pensions")));
        Other = new(Host.ClientWith(await Host.NewKeyAsync("labour")));
        var trial = await Host.Get<ApiKeys>().CreateAsync(new KeyRequest("pensions", [.. Scopes.All], IsTest: true), default);
        Trial = new(Host.ClientWith(trial.Key));
    }

    public Task<HttpResponseMessage> PutAsync(Guid id, JsonObject contact, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/contacts/{id}") { Content = JsonContent.Create(contact) };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Api.Http.SendAsync(request);
    }

    /// <summary>The ids of contacts that have an address.</summary>
    public static async Task<IReadOnlyList<Guid>> FindAsync(ApiUser api, string member, string address)
    {
        using var answer = await api.Http.PostAsJsonAsync("/api/v1/contacts/find", new JsonObject { [member] = address });
        return Ids((await answer.Content.ReadFromJsonAsync<JsonObject>())!);
    }

    public static IReadOnlyList<Guid> Ids(JsonObject list) => [.. list["items"]!.AsArray().Select(i => (Guid)i!["id"]!)];

    public static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"];

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        Other.Dispose();
        Trial.Dispose();
        await Host.DisposeAsync();
    }
}
