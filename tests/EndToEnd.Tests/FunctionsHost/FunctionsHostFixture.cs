using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.FunctionsHost;

/// <summary>One host for all tests that do not end it; each takes recipients of its own.</summary>
public sealed class FunctionsHostFixture(AzuriteFixture azurite) : IAsyncLifetime
{
    internal FakeFunctionsHost Host { get; private set; } = null!;

    internal ApiUser Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await FakeFunctionsHost.StartAsync(azurite.NewAccount(), ("Delivery__HintGrace", "00:00:01"));
        Api = await Host.NewApiUserAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Host.DisposeAsync();
    }
}
