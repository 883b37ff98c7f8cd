#nullable enable
namespace Azure.Data.Tables.Wire;

/// <summary>Where an account's tables are, and its key.</summary>
internal sealed record ConnectionString(Uri Endpoint, TableSharedKeyCredential Credential)
{
    // Azurite's account, known to everybody.
    private const string DevelopmentAccount = "devstoreaccount1";
    private const string DevelopmentKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <exception cref="FormatException">The text does not name an endpoint and a key; the text itself is never repeated.</exception>
    public static ConnectionString Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        var settings = Split(text);

        if (settings.GetValueOrDefault("UseDevelopmentStorage") is "true")
        {
            var host = settings.GetValueOrDefault("DevelopmentStorageProxyUri")?.TrimEnd('/') ?? "http://127.0.0.1";
            return new(new Uri($"{host}:10002/{DevelopmentAccount}"), new(DevelopmentAccount, DevelopmentKey));
        }

        if (!settings.TryGetValue("AccountName", out var account) || !settings.TryGetValue("AccountKey", out var key))
            throw new FormatException("The connection string has no AccountName and AccountKey.");
        return new(EndpointOf(settings, account), new(account, key));
    }

    private static Uri EndpointOf(Dictionary<string, string> settings, string account)
    {
        if (settings.TryGetValue("TableEndpoint", out var endpoint))
            return Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
                ? uri
                : throw new FormatException("The connection string's TableEndpoint is not an absolute address.");
        return settings.TryGetValue("EndpointSuffix", out var suffix)
            ? new Uri($"{settings.GetValueOrDefault("DefaultEndpointsProtocol", "https")}://{account}.table.{suffix}")
            : throw new FormatException("The connection string has neither TableEndpoint nor EndpointSuffix.");
    }

    private static Dictionary<string, string> Split(string text)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // Keys are Base64 and may end in '='.
            var sign = part.IndexOf('=', StringComparison.Ordinal);
            if (sign <= 0)
                throw new FormatException("The connection string has a part that is not name=value.");
            settings[part[..sign]] = part[(sign + 1)..];
        }

        return settings;
    }
}
