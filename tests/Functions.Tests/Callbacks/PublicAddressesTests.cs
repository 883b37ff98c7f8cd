using System.Net;
using Peyk.Functions.Callbacks;

namespace Peyk.Functions.Tests.Callbacks;

public sealed class PublicAddressesTests
{
    public static TheoryData<string, string> Special => new()
    {
        { "0.0.0.0", "this host" },
        { "0.1.2.3", "this network" },
        { "10.0.0.1", "private" },
        { "10.255.255.255", "private" },
        { "100.64.0.1", "carrier-grade NAT" },
        { "100.100.100.200", "Alibaba's metadata" },
        { "100.127.255.255", "carrier-grade NAT" },
        { "127.0.0.1", "loopback" },
        { "127.255.255.254", "loopback" },
        { "168.63.129.16", "Azure's host" },
        { "169.254.0.1", "link-local" },
        { "169.254.169.254", "metadata of Azure, AWS, Google" },
        { "169.254.170.2", "metadata of AWS containers" },
        { "172.16.0.1", "private" },
        { "172.31.255.255", "private" },
        { "192.0.0.192", "Oracle's metadata" },
        { "192.0.2.1", "documentation" },
        { "192.88.99.1", "6to4 relay" },
        { "192.168.0.1", "private" },
        { "198.18.0.1", "benchmarks" },
        { "198.19.255.255", "benchmarks" },
        { "198.51.100.7", "documentation" },
        { "203.0.113.7", "documentation" },
        { "224.0.0.1", "multicast" },
        { "239.255.255.250", "multicast" },
        { "240.0.0.1", "reserved" },
        { "255.255.255.255", "broadcast" },
        { "::", "unspecified" },
        { "::1", "loopback" },
        { "::ffff:127.0.0.1", "loopback in IPv6" },
        { "::ffff:10.0.0.1", "private in IPv6" },
        { "::ffff:169.254.169.254", "metadata in IPv6" },
        { "::10.0.0.1", "private in the old form" },
        { "64:ff9b::a00:1", "private behind NAT64" },
        { "64:ff9b::808:808", "behind NAT64" },
        { "64:ff9b:1::1", "local NAT64" },
        { "100::1", "discard" },
        { "2001::1", "Teredo" },
        { "2001:2::1", "benchmarks" },
        { "2001:10::1", "hashes, not addresses" },
        { "2001:db8::1", "documentation" },
        { "2002:a00:1::1", "private in 6to4" },
        { "3fff::1", "documentation" },
        { "5f00::1", "segment routing" },
        { "fc00::1", "unique local" },
        { "fd00:ec2::254", "metadata of AWS" },
        { "fe80::1", "link-local" },
        { "fe80::1%2", "link-local with its zone" },
        { "fec0::1", "site-local" },
        { "ff02::1", "multicast" },
    };

    [Theory]
    [MemberData(nameof(Special))]
    public void Special_addresses_are_not_public(string address, string why) => PublicAddresses.Contains(IPAddress.Parse(address)).ShouldBeFalse(why);

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("168.63.129.17")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:81b::200e")]
    public void Ordinary_addresses_are_public(string address) => PublicAddresses.Contains(IPAddress.Parse(address)).ShouldBeTrue();
}
