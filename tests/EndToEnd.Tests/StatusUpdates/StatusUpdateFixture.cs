using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.StatusUpdates;

/// <summary>One app for all tests of the usual path; each test takes recipients of its own.</summary>
public sealed class StatusUpdateFixture(AzuriteFixture azurite) : IAsyncLifetime
{
    public PeykHost Host { get; private set; } = null!;

    public ApiUser Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await PeykHost.StartAsync(azurite.NewAccount());
        Api = new ApiUser(Host.ClientWith(await Host.NewKeyAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Host.DisposeAsync();
    }
}
