using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Queues;
using Peyk.Runtime;

namespace Peyk.Functions.Shared.Storage;

/// <summary>
/// The storage account, from <c>AzureWebJobsStorage</c> (connection string) or, with a managed identity, from
/// <c>AzureWebJobsStorage__tableServiceUri</c> and <c>__queueServiceUri</c> or <c>__accountName</c>, and optionally <c>__clientId</c>.
/// </summary>
public sealed class StorageConnection
{
    private const string Setting = "AzureWebJobsStorage";

    private readonly string? connectionString;
    private readonly Uri? tables;
    private readonly Uri? queues;
    private readonly TokenCredential? credential;

    /// <exception cref="InvalidOperationException">Neither way is configured; the message names the settings.</exception>
    public StorageConnection(IConfiguration configuration)
    {
        connectionString = configuration[Setting];
        if (!string.IsNullOrEmpty(connectionString))
            return;
        var section = configuration.GetSection(Setting);
        tables = Endpoint(section, "table");
        queues = Endpoint(section, "queue");
        credential = section["clientId"] is { Length: > 0 } clientId
            ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId))
            : new DefaultAzureCredential();
    }

    public TableServiceClient CreateTables(Action<TableClientOptions>? configure = null)
    {
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 4;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(20);
        options.AddPolicy(StorageOperations.OfTables, HttpPipelinePosition.PerRetry);
        configure?.Invoke(options);
        return connectionString is { Length: > 0 }
            ? new TableServiceClient(connectionString, options)
            : new TableServiceClient(tables!, credential!, options);
    }

    public QueueServiceClient CreateQueues(Action<QueueClientOptions>? configure = null)
    {
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None };
        options.Retry.MaxRetries = 4;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(20);
        options.AddPolicy(StorageOperations.OfQueues, HttpPipelinePosition.PerRetry);
        configure?.Invoke(options);
        return connectionString is { Length: > 0 }
            ? new QueueServiceClient(connectionString, options)
            : new QueueServiceClient(queues!, credential!, options);
    }

    private static Uri Endpoint(IConfigurationSection section, string service)
    {
        if (section[$"{service}ServiceUri"] is { Length: > 0 } uri)
            return new Uri(uri);
        return section["accountName"] is { Length: > 0 } account
            ? new Uri($"https://{account}.{service}.core.windows.net")
            : throw new InvalidOperationException($"{Setting}, or {Setting}__{service}ServiceUri, or {Setting}__accountName must be set.");
    }
}
