using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Callbacks;

/// <summary>A client's endpoint: a real server that answers as the test says at the time.</summary>
public sealed class Endpoint : IAsyncDisposable
{
    private RecordingServer _server = null!;

    /// <summary>What it answers from now on.</summary>
    public CannedAnswer Answer { get; set; } = new(HttpStatusCode.OK);

    public IReadOnlyList<RecordedRequest> Requests => _server.Requests;

    public Uri Address => _server.Address;

    public static async Task<Endpoint> StartAsync(HttpStatusCode status = HttpStatusCode.OK)
    {
        var endpoint = new Endpoint { Answer = new(status) };
        endpoint._server = await RecordingServer.StartAsync(_ => endpoint.Answer);
        return endpoint;
    }

    /// <summary>The requests once there are so many, and not one more.</summary>
    public async Task<IReadOnlyList<RecordedRequest>> RequestsAsync(int count)
    {
        await Wait.UntilAsync(() => Requests.Count >= count, what: $"{count} requests");
        Requests.Count.ShouldBe(count);
        return Requests;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    public static string IdOf(RecordedRequest request) => request.Headers["webhook-id"];

    public static JsonObject EventOf(RecordedRequest request) => JsonNode.Parse(request.Body)!.AsObject();

    /// <summary>Checks as a receiver does, written after the specification and not after our code.</summary>
    public static bool IsGenuine(RecordedRequest request, string secret, DateTimeOffset now)
    {
        var (id, timestamp) = (request.Headers["webhook-id"], request.Headers["webhook-timestamp"]);
        var sentAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(timestamp, CultureInfo.InvariantCulture));
        using var mac = new HMACSHA256(Convert.FromBase64String(secret.Split('_', 2)[1]));
        var expected = "v1," + Convert.ToBase64String(mac.ComputeHash(Encoding.UTF8.GetBytes(id + "." + timestamp + "." + request.Body)));
        return (now - sentAt).Duration() < TimeSpan.FromMinutes(5) && request.Headers["webhook-signature"].Split(' ').Contains(expected);
    }
}
