namespace Peyk.Functions.Clients;

/// <summary>What a key may do.</summary>
public static class Scopes
{
    public const string StatusUpdates = "status-updates";
    public const string Read = "notifications:read";
    public const string Cancel = "notifications:cancel";
    public const string Urgent = "urgent";

    public static IReadOnlyList<string> All { get; } = [StatusUpdates, Read, Cancel, Urgent];
}

/// <summary>A posting system as one of its keys shows it.</summary>
/// <param name="Id">Lower-case letters, digits and dashes, at most 32.</param>
public sealed record ApiClient(string Id, string KeyId, IReadOnlySet<string> Scopes);
