using Peyk.Testing;

namespace Peyk.Functions.Tests.Dashboard;

/// <summary>An app whose queue of SMS nobody works off: what is put into it waits to be seen.</summary>
public sealed class QuietSender(AzuriteFixture azurite) : IAsyncLifetime
{
    public PeykHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Host = await PeykHost.StartAsync(azurite.NewAccount(), new Dictionary<string, string> { ["AzureWebJobs.SendSmsQueue.Disabled"] = "true" });

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
