using System.Net.Sockets;
using Azure.Data.Tables;

namespace Peyk.Local.Tests.Storage;

public sealed class AzuriteTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("peyk-azurite-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_stored_in_a_folder_is_there_after_a_restart_on_the_same_addresses()
    {
        var options = new AzuriteOptions { Folder = folder.FullName };
        await using (var first = await Azurite.StartAsync(options, Cancellation))
        {
            options = options with { Ports = first.Ports };
            var table = new TableClient(first.ConnectionString, "Things");
            await table.CreateAsync(Cancellation);
            await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 }, Cancellation);
        }

        await using var second = await Azurite.StartAsync(options, Cancellation);
        var read = await new TableClient(second.ConnectionString, "Things").GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation);

        read.Value.GetInt32("N").ShouldBe(1);
    }

    [Fact]
    public async Task Each_account_has_its_own_tables()
    {
        await using var azurite = await Azurite.StartAsync(cancellationToken: Cancellation);
        var one = new TableServiceClient(azurite.NewAccount());
        var other = new TableServiceClient(azurite.NewAccount());

        await one.CreateTableAsync("Things", Cancellation);

        (await other.QueryAsync(cancellationToken: Cancellation).CountAsync(Cancellation)).ShouldBe(0);
        (await one.QueryAsync(cancellationToken: Cancellation).CountAsync(Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task Its_ports_are_closed_when_it_is_disposed()
    {
        var azurite = await Azurite.StartAsync(cancellationToken: Cancellation);

        await azurite.DisposeAsync();

        using var client = new TcpClient();
        await Should.ThrowAsync<SocketException>(async () => await client.ConnectAsync("127.0.0.1", azurite.Ports.Table, Cancellation));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_error_with_its_reason()
    {
        await using var azurite = await Azurite.StartAsync(cancellationToken: Cancellation);

        var refused = await Should.ThrowAsync<InvalidOperationException>(
            () => Azurite.StartAsync(new AzuriteOptions { Ports = azurite.Ports }, Cancellation));

        refused.Message.ShouldContain("EADDRINUSE");
    }

    public void Dispose() => folder.Delete(recursive: true);
}
