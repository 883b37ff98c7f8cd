using Azure.Data.Tables;
using Azure.Storage.Queues;

namespace Peyk.Functions.Shared.Storage;

/// <summary>Creates the tables and queues that are missing before anything else starts. A second run changes nothing.</summary>
public sealed class StorageSetup(TableServiceClient tables, QueueServiceClient queues) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => CreateAsync(cancellationToken);

    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(
            Task.WhenAll(Tables.All.Select(name => tables.CreateTableIfNotExistsAsync(name, cancellationToken))),
            Task.WhenAll(Queues.All.Select(name => queues.GetQueueClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken))));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
