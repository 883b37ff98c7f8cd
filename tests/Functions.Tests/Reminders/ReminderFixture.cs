using Peyk.Testing;

namespace Peyk.Functions.Tests.Reminders;

/// <summary>One app for tests that do not mind that the clock of the others goes on; each takes numbers of its own.</summary>
public sealed class ReminderFixture(AzuriteFixture azurite) : IAsyncLifetime
{
    public ReminderHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await ReminderHost.StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
