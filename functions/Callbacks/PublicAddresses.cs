using System.Net;
using System.Net.Sockets;

namespace Peyk.Functions.Callbacks;

/// <summary>
/// Which addresses belong to the public Internet, after IANA's registries of special-purpose addresses. Of IPv6 only global unicast
/// (2000::/3) is public, which leaves out loopback, link-local, unique local, multicast, NAT64 and all that is yet to be given out.
/// </summary>
public static class PublicAddresses
{
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", // this network
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", // private
            "100.64.0.0/10", // carrier-grade NAT, and some clouds' metadata
            "127.0.0.0/8", // loopback
            "168.63.129.16/32", // Azure's own host, in the guise of a public address
            "169.254.0.0/16", // link-local, and most clouds' metadata
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", // documentation
            "192.88.99.0/24", // relays from 6to4
            "198.18.0.0/15", // benchmarks
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, and broadcast
            "2001::/23", // protocol assignments, Teredo among them
            "2001:db8::/32", "3fff::/20", // documentation
            "2002::/16", // 6to4: any IPv4 address may be within
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <summary>Whether an address is public. An IPv4 address that is mapped into IPv6 counts as what it is.</summary>
    public static bool Contains(IPAddress address)
    {
        var real = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (real.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(real)) && !Special.Any(network => network.Contains(real));
    }
}
