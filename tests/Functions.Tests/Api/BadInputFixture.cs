using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Api;

/// <summary>One app for the table of bad input, with one finished notification in it that no bad input may touch.</summary>
public sealed class BadInputFixture(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly Dictionary<string, string> _authorization = new() { ["none"] = "" };
    private readonly ECDsa _eventKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public PeykHost Host { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public string SomebodysId { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Host = await PeykHost.StartAsync(azurite.NewAccount(), new Dictionary<string, string>
        {
            ["SendGrid__WebhookPublicKey"] = Convert.ToBase64String(_eventKey.ExportSubjectPublicKeyInfo()),
        });
        var usual = await Host.NewKeyAsync("ministry");
        var revoked = await Host.NewKeyAsync("ministry");
        await Host.Get<ApiKeys>().RevokeAsync(revoked.Split('_')[1], default);
        foreach (var (name, key) in new[]
        {
            ("usual", usual),
            ("revoked", revoked),
            ("forged", usual[..^1] + (usual[^1] == 'A' ? 'B' : 'A')),
            ("other", await Host.NewKeyAsync("other")),
            ("poor", await Host.NewKeyAsync("ministry", Scopes.Read)),
            ("calm", await Host.NewKeyAsync("ministry", Scopes.StatusUpdates)),
        })
            _authorization[name] = $"Bearer {key}";
        _authorization["basic"] = $"Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes(usual))}";
        Http = new HttpClient { BaseAddress = Host.Url };

        using var api = new ApiUser(Host.ClientWith(usual));
        var update = ApiUser.StatusUpdate("+989121230000", policy: "only");
        update["reference"] = "somebodys";
        SomebodysId = await api.AcceptedAsync(update);
        await api.FinalAsync(SomebodysId);
    }

    public string Authorization(string key) => _authorization[key];

    /// <summary>Signs a body as the provider of e-mail does.</summary>
    public string SignEvents(string timestamp, string body) => Convert.ToBase64String(
        _eventKey.SignData(Encoding.UTF8.GetBytes(timestamp + body), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    /// <summary>Every row of the app with its ETag, but for keys and dead letters.</summary>
    public async Task<IReadOnlyList<string>> StoredAsync()
    {
        var rows = new List<string>();
        // How far timers have come says nothing of a request.
        foreach (var table in Tables.All.Except([Tables.Clients, Tables.DeadLetters, Tables.Cursors, Tables.Rollups]))
        {
            await foreach (var row in Host.Tables.GetTableClient(table).QueryAsync<TableEntity>())
                rows.Add($"{table} {row.PartitionKey} {row.RowKey} {row.ETag}");
        }

        return rows;
    }

    /// <summary>What was given to a provider.</summary>
    public long Sent => Host.Simulator.AcceptedMessages + Host.Simulator.AcceptedMails;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _eventKey.Dispose();
        await Host.DisposeAsync();
    }
}
