using Azure.Data.Tables;
using Peyk.Testing;

namespace Peyk.Compat.Tests.Tables;

/// <summary>
/// A test on a table of its own. These tests use the public API only and hold for the official package too; what Azurite does not
/// enforce and Azure does is in <see cref="ServiceLimitTests"/>.
/// </summary>
public abstract class TableTest(AzuriteFixture azurite) : IAsyncLifetime
{
    protected string ConnectionString { get; } = azurite.NewAccount();

    protected TableClient Table { get; private set; } = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Table = new TableClient(ConnectionString, "Things");
        await Table.CreateIfNotExistsAsync(Cancellation);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
