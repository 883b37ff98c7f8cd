using System.Net;
using System.Text.Json.Nodes;
using Peyk.Testing;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace Peyk.Compat.Tests.SendGrid;

/// <summary>A server in SendGrid's place and a client of it.</summary>
internal sealed class SendGridServer : IAsyncDisposable
{
    public const string Key = "SG.test-only";

    private readonly RecordingServer server;
    private readonly HttpClient http;

    private SendGridServer(RecordingServer server, Action<SendGridClientOptions> configure)
    {
        this.server = server;
        http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        var options = new SendGridClientOptions { ApiKey = Key, Host = server.Address.AbsoluteUri };
        configure(options);
        Client = new SendGridClient(http, options);
    }

    public SendGridClient Client { get; }

    public RecordedRequest Request => server.Requests.ShouldHaveSingleItem();

    public JsonNode Json => JsonNode.Parse(Request.Body)!;

    public static Task<SendGridServer> AcceptingAsync(Action<SendGridClientOptions>? configure = null) =>
        AnsweringAsync(new CannedAnswer(HttpStatusCode.Accepted), configure);

    public static async Task<SendGridServer> AnsweringAsync(CannedAnswer answer, Action<SendGridClientOptions>? configure = null) =>
        new(await RecordingServer.StartAsync(_ => answer), configure ?? (_ => { }));

    public static SendGridMessage Message()
    {
        var message = new SendGridMessage
        {
            From = new EmailAddress("notices@example.org", "Notices"),
            Subject = "Documents received",
            PlainTextContent = "Hello",
        };
        message.AddTo("ada@example.org");
        return message;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }
}
