using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using Peyk.Functions.Contacts;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Local;

/// <summary>Subscribers of an app that runs as a process of its own: written straight into its storage, sealed with its keys.</summary>
public static class SampleReaders
{
    /// <param name="settings">Those that the app was started with.</param>
    public static SampleSubscriptions Of(TableServiceClient tables, IReadOnlyDictionary<string, string> settings)
    {
        var keyring = new Keyring(Options.Create(
            new PeykOptions { MasterKeys = settings["Peyk__MasterKeys"], LookupKey = settings["Peyk__LookupKey"] }));
        return new(new SubscriptionStore(tables, new ContentCipher(keyring)), new AddressHashes(keyring), TimeProvider.System);
    }
}
