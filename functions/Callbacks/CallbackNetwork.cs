using System.Net;
using System.Net.Sockets;

namespace Peyk.Functions.Callbacks;

/// <summary>An endpoint's name leads to an address that is not public.</summary>
public sealed class AddressNotAllowedException() : IOException("The name leads to an address that is not public.");

/// <summary>
/// Where callbacks may go: to public addresses, in Development to this machine too. The name is resolved once for each connection, every
/// address that it has is checked, and the connection is made to those very addresses, so that a name service cannot answer the check
/// one way and the connection another.
/// </summary>
public sealed class CallbackNetwork(bool isDevelopment, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <summary>Whether loopback, and http to it, is allowed.</summary>
    public bool IsDevelopment => isDevelopment;

    public bool Allows(IPAddress address) => PublicAddresses.Contains(address) || (isDevelopment && IsLoopback(address));

    /// <summary>Connects for a <see cref="SocketsHttpHandler"/>.</summary>
    /// <exception cref="AddressNotAllowedException">One of the addresses is not allowed: nothing was connected to.</exception>
    /// <exception cref="SocketException">The name is unknown, or nobody listens.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await _resolve(context.DnsEndPoint.Host, cancellationToken);
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        if (!addresses.All(Allows))
            throw new AddressNotAllowedException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsLoopback(IPAddress address) =>
        IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
