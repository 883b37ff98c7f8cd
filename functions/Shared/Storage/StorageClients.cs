using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Peyk.Runtime;

namespace Peyk.Functions.Shared.Storage;

/// <summary>The clients of the one storage account, which the setting <c>AzureWebJobsStorage</c> names.</summary>
public static class StorageClients
{
    private const int Retries = 4;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    public static TableServiceClient CreateTables(this StorageConnection storage, Action<TableClientOptions>? configure = null)
    {
        var options = WithRetries(new TableClientOptions());
        options.AddPolicy(StorageOperations.OfTables, HttpPipelinePosition.PerRetry);
        configure?.Invoke(options);
        return storage.Credential is { } identity
            ? new TableServiceClient(storage.Endpoint("table"), identity, options)
            : new TableServiceClient(storage.ConnectionString, options);
    }

    public static QueueServiceClient CreateQueues(this StorageConnection storage) =>
        storage.CreateQueueService(WithRetries(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None }));

    private static T WithRetries<T>(T options)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = Retries;
        options.Retry.NetworkTimeout = Timeout;
        return options;
    }
}
