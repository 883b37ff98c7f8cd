using System.Net;
using System.Text.Json.Nodes;
using Peyk.Testing;
using Twilio.Clients;
using Twilio.Http;

namespace Peyk.Compat.Tests.Twilio;

/// <summary>A server in Twilio's place and a client of it that holds an API key.</summary>
internal sealed class TwilioServer : IAsyncDisposable
{
    public const string Account = "AC00000000000000000000000000000001";
    public const string Key = "SK00000000000000000000000000000002";
    public const string Secret = "test-only-secret";

    private readonly RecordingServer server;
    private readonly System.Net.Http.HttpClient http;

    private TwilioServer(RecordingServer server, TimeSpan timeout)
    {
        this.server = server;
        http = new System.Net.Http.HttpClient(new SendElsewhere(server.Address)) { Timeout = timeout };
        Client = new TwilioRestClient(Key, Secret, accountSid: Account, httpClient: new SystemNetHttpClient(http));
    }

    public TwilioRestClient Client { get; }

    public IReadOnlyList<RecordedRequest> Requests => server.Requests;

    public RecordedRequest Request => server.Requests.ShouldHaveSingleItem();

    public static Task<TwilioServer> AnsweringAsync(HttpStatusCode status, JsonNode body) =>
        AnsweringAsync(_ => new CannedAnswer(status, body.ToJsonString()));

    public static async Task<TwilioServer> AnsweringAsync(Func<RecordedRequest, CannedAnswer> answer, TimeSpan? timeout = null) =>
        new(await RecordingServer.StartAsync(answer), timeout ?? TimeSpan.FromSeconds(30));

    /// <summary>A message as Twilio writes one; members given replace the usual ones.</summary>
    public static JsonObject Message(params (string Name, JsonNode? Value)[] members)
    {
        var message = new JsonObject
        {
            ["account_sid"] = Account,
            ["api_version"] = "2010-04-01",
            ["body"] = "Hello",
            ["date_created"] = "Sat, 21 Nov 2026 09:30:05 +0000",
            ["date_sent"] = null,
            ["date_updated"] = "Sat, 21 Nov 2026 09:30:06 +0000",
            ["direction"] = "outbound-api",
            ["error_code"] = null,
            ["error_message"] = null,
            ["from"] = null,
            ["messaging_service_sid"] = "MG00000000000000000000000000000003",
            ["num_media"] = "0",
            ["num_segments"] = "0",
            ["price"] = null,
            ["price_unit"] = null,
            ["sid"] = "SM00000000000000000000000000000004",
            ["status"] = "accepted",
            ["subresource_uris"] = new JsonObject { ["media"] = "/2010-04-01/Accounts/AC/Messages/SM/Media.json" },
            ["to"] = "+14155550123",
            ["uri"] = "/2010-04-01/Accounts/AC/Messages/SM.json",
        };
        foreach (var (name, value) in members)
            message[name] = value;
        return message;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }
}
