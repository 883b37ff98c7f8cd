using Peyk.Testing;

namespace Peyk.Functions.Tests.Batches;

/// <summary>One app for the tests of batches; each test takes numbers and batches of its own.</summary>
public sealed class BatchFixture(AzuriteFixture azurite) : IAsyncLifetime
{
    public PeykHost Host { get; private set; } = null!;

    public BatchUser Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await PeykHost.StartAsync(azurite.NewAccount());
        Api = await UserAsync("test");
    }

    public async Task<BatchUser> UserAsync(string client, params string[] scopes) => new(Host.ClientWith(await Host.NewKeyAsync(client, scopes)));

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Host.DisposeAsync();
    }
}
