using System.Net;
using System.Net.Sockets;

namespace Peyk.Functions.Shared.Http;

/// <summary>Where a request comes from.</summary>
public static class ClientAddress
{
    /// <summary>The address of the caller, or the one that the outermost of our proxies saw.</summary>
    /// <param name="trustedHops">How many proxies are ours; each added one entry at the end of <c>X-Forwarded-For</c>.</param>
    public static IPAddress Of(HttpRequest request, int trustedHops)
    {
        var seen = request.HttpContext.Connection.RemoteIpAddress ?? IPAddress.None;
        if (trustedHops > 0)
        {
            var entries = string.Join(',', request.Headers["X-Forwarded-For"].ToArray()).Split(',', StringSplitOptions.TrimEntries);
            // Fewer entries than proxies: somebody reached us past them, and only the connection can be believed.
            if (entries.Length >= trustedHops && IPEndPoint.TryParse(entries[^trustedHops], out var forwarded))
                seen = forwarded.Address;
        }

        return seen.IsIPv4MappedToIPv6 ? seen.MapToIPv4() : seen;
    }

    /// <summary>What one subscriber has: an IPv4 address, or the first 64 bits of an IPv6 address.</summary>
    public static ReadOnlySpan<byte> Network(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? address.GetAddressBytes().AsSpan(0, 8) : address.GetAddressBytes();
}
