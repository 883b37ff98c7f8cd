using Azure.Core;
using Azure.Identity;
using Peyk.Runtime;

namespace Peyk.Functions.Shared.Settings;

/// <summary>The identity with which the app opens what is not the storage account: the vault, Application Insights.</summary>
public static class AppIdentity
{
    /// <summary>
    /// The one that the storage settings name (<c>AzureWebJobsStorage__credential=managedidentity</c>, <c>AzureWebJobsStorage__clientId</c>);
    /// otherwise whoever is signed in on this machine.
    /// </summary>
    public static TokenCredential Create(IConfiguration settings)
    {
        var storage = settings.GetSection(StorageConnection.DefaultName);
        var clientId = storage["clientId"];
        if (!string.Equals(storage["credential"], "managedidentity", StringComparison.OrdinalIgnoreCase))
            return new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = clientId });
        return new ManagedIdentityCredential(
            string.IsNullOrEmpty(clientId) ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(clientId));
    }
}
