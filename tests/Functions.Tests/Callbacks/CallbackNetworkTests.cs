using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Peyk.Functions.Callbacks;
using Peyk.Functions.Shared.Settings;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Callbacks;

/// <summary>The sender against a real server on this machine, with a name service of the test's own.</summary>
public sealed class CallbackNetworkTests
{
    private static readonly CallbackEvent Happened = new("0198c5a0-0000-7000-8000-000000000001-4", "peyk.test", null, DateTimeOffset.UnixEpoch, "{}");

    public static TheoryData<string, string[]> Forbidden => new()
    {
        { "a private address", ["10.0.0.1"] },
        { "metadata", ["169.254.169.254"] },
        { "a public address beside a private one", ["127.0.0.1", "192.168.1.1"] },
        { "a private address mapped into IPv6", ["::ffff:172.16.0.1"] },
        { "unique local", ["fd00::1"] },
        { "Azure's host", ["168.63.129.16"] },
    };

    [Theory]
    [MemberData(nameof(Forbidden))]
    public async Task A_name_that_leads_to_a_forbidden_address_is_not_connected_to(string why, string[] addresses)
    {
        await using var server = await RecordingServer.StartAsync(_ => new CannedAnswer(HttpStatusCode.OK));
        using var sender = Sender(new CallbackNetwork(isDevelopment: true, Resolving(addresses)));

        var answer = await SendAsync(sender, $"http://innocent.example:{server.Address.Port}/");

        answer.Failure.ShouldBe(CallbackFailure.AddressNotAllowed, why);
        server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task In_production_this_machine_is_not_connected_to_however_it_is_written(string host)
    {
        await using var server = await RecordingServer.StartAsync(_ => new CannedAnswer(HttpStatusCode.OK));
        using var sender = Sender(new CallbackNetwork(isDevelopment: false));

        var answer = await SendAsync(sender, $"http://{host}:{server.Address.Port}/");

        answer.Failure.ShouldBe(CallbackFailure.AddressNotAllowed);
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_that_changes_after_the_check_changes_nothing()
    {
        await using var server = await RecordingServer.StartAsync(_ => new CannedAnswer(HttpStatusCode.OK));
        var asked = 0;
        using var sender = Sender(new CallbackNetwork(isDevelopment: true, (_, _) =>
            Task.FromResult<IPAddress[]>([Interlocked.Increment(ref asked) == 1 ? IPAddress.Loopback : IPAddress.Parse("169.254.169.254")])));
        var url = $"http://rebinding.example:{server.Address.Port}/";

        var first = await SendAsync(sender, url);

        // One question for one connection: what was checked is what was connected to.
        (first.Failure, asked, server.Requests.Count).ShouldBe((null, 1, 1));
        server.Requests[0].Headers["Host"].ShouldBe($"rebinding.example:{server.Address.Port}");
    }

    [Fact]
    public async Task A_new_connection_is_checked_anew()
    {
        await using var server = await RecordingServer.StartAsync(
            _ => new CannedAnswer(HttpStatusCode.OK) { Headers = new Dictionary<string, string> { ["Connection"] = "close" } });
        var asked = 0;
        using var sender = Sender(new CallbackNetwork(isDevelopment: true, (_, _) =>
            Task.FromResult<IPAddress[]>([Interlocked.Increment(ref asked) == 1 ? IPAddress.Loopback : IPAddress.Parse("169.254.169.254")])));
        var url = $"http://rebinding.example:{server.Address.Port}/";
        await SendAsync(sender, url);

        var second = await SendAsync(sender, url);

        (second.Failure, asked, server.Requests.Count).ShouldBe((CallbackFailure.AddressNotAllowed, 2, 1));
    }

    [Theory]
    [InlineData(HttpStatusCode.MovedPermanently)]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.TemporaryRedirect)]
    [InlineData(HttpStatusCode.PermanentRedirect)]
    public async Task A_redirect_is_a_failure_and_is_not_followed(HttpStatusCode status)
    {
        await using var inside = await RecordingServer.StartAsync(_ => new CannedAnswer(HttpStatusCode.OK));
        await using var server = await RecordingServer.StartAsync(
            _ => new CannedAnswer(status) { Headers = new Dictionary<string, string> { ["Location"] = inside.Address.ToString() } });
        using var sender = Sender(new CallbackNetwork(isDevelopment: true));

        var answer = await SendAsync(sender, server.Address.ToString());

        (answer.HttpStatus, answer.Failure).ShouldBe(((int)status, CallbackFailure.HttpStatus));
        inside.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Failures_have_their_names()
    {
        await using var silent = await RecordingServer.StartAsync(_ => CannedAnswer.Silence);
        await using var resetting = await RecordingServer.StartAsync(_ => CannedAnswer.Reset);
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var free = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();
        using var sender = Sender(new CallbackNetwork(isDevelopment: true));
        using var hasty = Sender(new CallbackNetwork(isDevelopment: true), seconds: 1);
        using var unknown = Sender(new CallbackNetwork(isDevelopment: true, Resolving([])));

        (await SendAsync(hasty, silent.Address.ToString())).Failure.ShouldBe(CallbackFailure.Timeout);
        (await SendAsync(sender, resetting.Address.ToString())).Failure.ShouldBe(CallbackFailure.ConnectionLost);
        (await SendAsync(sender, $"http://127.0.0.1:{free}/")).Failure.ShouldBe(CallbackFailure.ConnectionFailed);
        (await SendAsync(sender, silent.Address.ToString().Replace("http:", "https:", StringComparison.Ordinal))).Failure.ShouldBe(CallbackFailure.TlsFailed);
        (await SendAsync(unknown, "http://unknown.example/")).Failure.ShouldBe(CallbackFailure.NameNotResolved);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var shaken = ShakeHandsAsync(listener);
        using var sender = Sender(new CallbackNetwork(isDevelopment: true));

        var answer = await SendAsync(sender, $"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/");

        answer.ShouldBe(new CallbackAnswer(null, CallbackFailure.TlsFailed));
        (await shaken.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBe(0, "no byte of the request goes to a stranger");
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var written = PourAsync(listener);
        using var sender = Sender(new CallbackNetwork(isDevelopment: true));

        var answer = await SendAsync(sender, $"http://{listener.LocalEndpoint}/");

        answer.ShouldBe(new CallbackAnswer(200, null));
        // The socket's own buffers hold some megabytes at the most; then the connection is closed on the pouring side.
        (await written.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeLessThan(64 * 1024 * 1024);
    }

    /// <summary>Shows a certificate of its own making; gives how many bytes then came under TLS.</summary>
    private static async Task<int> ShakeHandsAsync(TcpListener listener)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using var connection = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(connection.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(certificate);
            return await tls.ReadAsync(new byte[1024]);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            return 0; // The client hung up on us.
        }
    }

    /// <summary>Answers 200 with a body that never ends; gives how much of it got away before the other side hung up.</summary>
    private static async Task<long> PourAsync(TcpListener listener)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        var stream = connection.GetStream();
        var chunk = new byte[64 * 1024];
        var written = 0L;
        try
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"u8.ToArray());
            while (written < 64 * 1024 * 1024)
            {
                await stream.WriteAsync(chunk);
                written += chunk.Length;
            }
        }
        catch (IOException)
        {
            // The other side hung up.
        }

        return written;
    }

    private static Func<string, CancellationToken, Task<IPAddress[]>> Resolving(string[] addresses) =>
        (_, _) => Task.FromResult<IPAddress[]>([.. addresses.Select(a => IPAddress.Parse(a))]);

    private static CallbackSender Sender(CallbackNetwork network, double seconds = 25) =>
        new(network, Options.Create(new CallbackOptions { Timeout = TimeSpan.FromSeconds(seconds) }), TimeProvider.System);

    private static Task<CallbackAnswer> SendAsync(CallbackSender sender, string url) =>
        sender.SendAsync(new CallbackConfiguration(url, [new(StandardWebhooks.NewSecret(), DateTimeOffset.UnixEpoch)]), Happened, default);
}
