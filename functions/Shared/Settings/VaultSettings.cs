using Azure;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Peyk.Runtime;

namespace Peyk.Functions.Shared.Settings;

/// <summary>
/// Settings that the app itself reads from a Key Vault at start, for where references do not resolve: on Flex Consumption a vault behind a
/// private endpoint. A secret <c>Peyk--MasterKeys</c> is the setting <c>Peyk__MasterKeys</c>. They win over every other source, and
/// a change takes a restart.
/// </summary>
public sealed class VaultSettings(SecretClient vault) : ConfigurationProvider
{
    /// <summary>The vault's address, as https://NAME.vault.azure.net/; without it no vault is read.</summary>
    public const string Setting = "Peyk__KeyVaultUri";

    private const int Retries = 4;

    /// <summary>Adds the vault that the settings name, if they do.</summary>
    /// <exception cref="StartRefusedException">The address is wrong, or the vault does not let us read it.</exception>
    public static void Add(IConfigurationManager configuration)
    {
        var address = configuration[Setting.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)];
        if (string.IsNullOrEmpty(address))
            return;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps)
            throw new StartRefusedException($"{Setting} must be the vault's address, as https://NAME.vault.azure.net/.");
        var options = new SecretClientOptions();
        options.Retry.MaxRetries = Retries;
        configuration.Add(new Source(new SecretClient(uri, AppIdentity.Create(configuration), options)));
    }

    /// <exception cref="StartRefusedException">The vault could not be read; the message tells what to look at.</exception>
    public override void Load()
    {
        try
        {
            // One after the other: sources are loaded before there is anything to wait with.
            foreach (var secret in vault.GetPropertiesOfSecrets().Where(s => s.Enabled != false && IsSetting(s.Name)))
                Data[secret.Name.Replace("--", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] = vault.GetSecret(secret.Name).Value.Value;
        }
        catch (RequestFailedException e) when (e.Status == 403)
        {
            throw new StartRefusedException(
                $"{Setting}: the vault refuses (403). Give the app's identity the role Key Vault Secrets User, and let its network in.");
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or AuthenticationFailedException)
        {
            throw new StartRefusedException($"{Setting}: the vault could not be read ({e.GetType().Name}). Check the address, its DNS name and the identity.");
        }
    }

    /// <summary>Others may keep things in the vault too: ours have a section.</summary>
    private static bool IsSetting(string name) => name.Contains("--", StringComparison.Ordinal);

    private sealed class Source(SecretClient vault) : IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => new VaultSettings(vault);
    }
}
