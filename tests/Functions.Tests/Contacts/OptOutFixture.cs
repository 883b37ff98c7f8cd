using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Contacts;

/// <summary>One app whose providers' webhooks the tests post themselves; each test takes addresses of its own.</summary>
public sealed class OptOutFixture(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public PeykHost Host { get; private set; } = null!;

    public ApiUser Api { get; private set; } = null!;

    public StorageFailure Failure { get; } = new();

    public async ValueTask InitializeAsync()
    {
        var storage = azurite.NewAccount();
        var options = new TableClientOptions();
        options.AddPolicy(Failure, HttpPipelinePosition.PerCall);
        Host = await PeykHost.StartAsync(
            storage,
            new Dictionary<string, string> { ["SweepSchedule"] = "0 0 0 1 1 *" },
            services => services.AddSingleton(new TableServiceClient(storage, options)),
            new() { EventWebhookPrivateKey = Convert.ToBase64String(_key.ExportPkcs8PrivateKey()) });
        Api = new ApiUser(Host.ClientWith(await Host.NewKeyAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Host.DisposeAsync();
        _key.Dispose();
    }

    /// <summary>What keeps messages from an address; null when nothing does.</summary>
    public async Task<Reason?> BlockOfAsync(Channel channel, string address, bool isTest = false) =>
        (await Host.Get<AddressBook>().FindAsync(channel, address, isTest, default)).Block?.Reason;

    public Task<int> ReplyAsync(string from, string body, string? sid = null, string? optOutType = null) =>
        ProviderWebhooks.TwilioInboundAsync(Host.Url, sid ?? $"SM{Guid.NewGuid():N}", from, body, optOutType);

    public Task<int> EventsAsync(params JsonObject[] events) => ProviderWebhooks.SendGridAsync(Host.Url, _key, new JsonArray([.. events]));

    /// <param name="second">When it happened, counted from some moment.</param>
    public static JsonObject Event(string type, string email, int second = 0, params (string Name, string Value)[] members)
    {
        var e = new JsonObject { ["event"] = type, ["email"] = email, ["timestamp"] = 1_763_700_000 + second, ["sg_event_id"] = $"{type}-{second}" };
        foreach (var (name, value) in members)
            e[name] = value;
        return e;
    }
}
