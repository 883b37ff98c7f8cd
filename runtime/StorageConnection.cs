using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace Peyk.Runtime;

/// <summary>
/// A storage account as the Functions host reads it from the settings: <c>NAME</c> holds a connection string, or
/// <c>NAME__accountName</c> or <c>NAME__queueServiceUri</c>, <c>NAME__blobServiceUri</c>, <c>NAME__tableServiceUri</c> name it and a
/// managed identity opens it (<c>NAME__credential=managedidentity</c>, <c>NAME__clientId</c>; else the default chain of credentials).
/// </summary>
public sealed class StorageConnection
{
    /// <summary>The account of the runtime itself, and of triggers that name no other.</summary>
    public const string DefaultName = "AzureWebJobsStorage";

    private readonly string name;
    private readonly IConfigurationSection section;

    private StorageConnection(string name, IConfigurationSection section)
    {
        this.name = name;
        this.section = section;
        if (string.IsNullOrEmpty(section.Value))
            Credential = CreateCredential(section);
        else
            ConnectionString = section.Value;
    }

    /// <summary>Null when an identity is used.</summary>
    public string? ConnectionString { get; }

    /// <summary>Null when a connection string is used.</summary>
    public TokenCredential? Credential { get; }

    /// <param name="settings">The application's settings.</param>
    /// <param name="name">A setting, with or without the prefix <c>AzureWebJobs</c>; null for <see cref="DefaultName"/>.</param>
    /// <exception cref="StartRefusedException">There is no such setting.</exception>
    public static StorageConnection Read(IConfiguration settings, string? name = null)
    {
        name ??= DefaultName;
        var found = new[] { "AzureWebJobs" + name, name }.Select(settings.GetSection).FirstOrDefault(candidate => candidate.Exists());
        return found is not null
            ? new StorageConnection(name, found)
            : throw new StartRefusedException($"The setting {name} is missing: a connection string, or {name}__accountName for a managed identity.");
    }

    /// <summary>The endpoint of <c>queue</c>, <c>blob</c> or <c>table</c> when an identity is used.</summary>
    /// <exception cref="StartRefusedException">Neither the endpoint nor the account is set.</exception>
    public Uri Endpoint(string service)
    {
        if (section[$"{service}ServiceUri"] is { Length: > 0 } uri)
        {
            return Uri.TryCreate(uri, UriKind.Absolute, out var endpoint)
                ? endpoint
                : throw new StartRefusedException($"The setting {name}__{service}ServiceUri is not an absolute address.");
        }

        return section["accountName"] is { Length: > 0 } account
            ? new Uri($"https://{account}.{service}.core.windows.net")
            : throw new StartRefusedException($"The setting {name}__{service}ServiceUri or {name}__accountName is missing.");
    }

    public QueueServiceClient CreateQueueService(QueueClientOptions options)
    {
        options.AddPolicy(StorageOperations.OfQueues, HttpPipelinePosition.PerRetry);
        return Credential is null ? Checked(() => new QueueServiceClient(ConnectionString, options)) : new QueueServiceClient(Endpoint("queue"), Credential, options);
    }

    public BlobServiceClient CreateBlobService(BlobClientOptions options)
    {
        options.AddPolicy(StorageOperations.OfBlobs, HttpPipelinePosition.PerRetry);
        return Credential is null ? Checked(() => new BlobServiceClient(ConnectionString, options)) : new BlobServiceClient(Endpoint("blob"), Credential, options);
    }

    private static TokenCredential CreateCredential(IConfigurationSection section)
    {
        var clientId = section["clientId"];
        if (!string.Equals(section["credential"], "managedidentity", StringComparison.OrdinalIgnoreCase))
            return new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = clientId });
        return new ManagedIdentityCredential(clientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(clientId));
    }

    /// <summary>The message of a wrong connection string may quote it, and it holds the key.</summary>
    private T Checked<T>(Func<T> create)
    {
        try
        {
            return create();
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new StartRefusedException($"The setting {name} is not a storage connection string.");
        }
    }
}
