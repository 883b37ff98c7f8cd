using Peyk.Local;
using Xunit;

namespace Peyk.Testing;

/// <summary>One Azurite for a test assembly: <c>[assembly: AssemblyFixture(typeof(AzuriteFixture))]</c>.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private Azurite? azurite;

    /// <summary>For tests that need more of it than an account.</summary>
    public Azurite Azurite => azurite ?? throw new InvalidOperationException("Azurite is not started.");

    /// <inheritdoc cref="Azurite.NewAccount"/>
    public string NewAccount() => Azurite.NewAccount();

    public async ValueTask InitializeAsync() => azurite = await Azurite.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (azurite is not null)
            await azurite.DisposeAsync();
    }
}
