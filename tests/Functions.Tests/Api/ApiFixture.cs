using Peyk.Testing;

namespace Peyk.Functions.Tests.Api;

/// <summary>One app for the tests of the API; each test takes recipients, references and clients of its own.</summary>
public sealed class ApiFixture(AzuriteFixture azurite) : IAsyncLifetime
{
    public PeykHost Host { get; private set; } = null!;

    public ApiUser Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await PeykHost.StartAsync(azurite.NewAccount());
        Api = await UserAsync("test");
    }

    public async Task<ApiUser> UserAsync(string client, params string[] scopes) => new(Host.ClientWith(await Host.NewKeyAsync(client, scopes)));

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Host.DisposeAsync();
    }
}
