using System.Net;
using Microsoft.AspNetCore.Http;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Tests.Shared;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData(0, "203.0.113.9", "10.0.0.1")] // Nobody is trusted: the header is the caller's own invention.
    [InlineData(1, null, "10.0.0.1")]
    [InlineData(1, "203.0.113.9", "203.0.113.9")]
    [InlineData(1, "198.51.100.1, 203.0.113.9", "203.0.113.9")] // The first entry came with the request.
    [InlineData(2, "198.51.100.1, 203.0.113.9", "198.51.100.1")]
    [InlineData(2, "203.0.113.9", "10.0.0.1")] // Past the outer proxy.
    [InlineData(1, "203.0.113.9:51234", "203.0.113.9")] // As Azure's front ends write it.
    [InlineData(1, "[2001:db8::1]:51234", "2001:db8::1")]
    [InlineData(1, "2001:db8::1", "2001:db8::1")]
    [InlineData(1, "::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData(1, "unknown", "10.0.0.1")]
    public void The_address_is_what_a_trusted_hop_saw(int hops, string? header, string expected)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse("10.0.0.1");
        if (header is not null)
            http.Request.Headers["X-Forwarded-For"] = header;

        ClientAddress.Of(http.Request, hops).ShouldBe(IPAddress.Parse(expected));
    }
}
