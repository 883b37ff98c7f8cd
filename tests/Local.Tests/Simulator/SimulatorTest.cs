using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Peyk.Local.Simulator;
using Peyk.Testing;

namespace Peyk.Local.Tests.Simulator;

/// <summary>A simulator with short delays, a receiver of its webhooks, and a client with the right credentials.</summary>
public abstract class SimulatorTest : IAsyncLifetime
{
    protected const string Service = "MG00000000000000000000000000000001";
    protected const string Mobile = "+989121234567";

    protected ProviderSimulator Simulator { get; private set; } = null!;

    protected Receiver Receiver { get; private set; } = null!;

    protected HttpClient Twilio { get; private set; } = null!;

    protected HttpClient SendGrid { get; private set; } = null!;

    protected virtual ProviderSimulatorOptions Options => new()
    {
        Delays = new()
        {
            Sent = TimeSpan.FromMilliseconds(20),
            Final = TimeSpan.FromMilliseconds(60),
            Late = TimeSpan.FromMilliseconds(200),
        },
        EventBatchInterval = TimeSpan.FromMilliseconds(30),
        WebhookRetryDelay = TimeSpan.FromMilliseconds(20),
    };

    public async ValueTask InitializeAsync()
    {
        Receiver = await Receiver.StartAsync();
        Simulator = await ProviderSimulator.StartAsync(Options, TestContext.Current.CancellationToken);
        Simulator.EventWebhookUrl = new(Receiver.Url + "/events");
        Simulator.InboundSmsUrl = new(Receiver.Url + "/inbound");
        Twilio = new() { BaseAddress = new(Simulator.Url, $"/2010-04-01/Accounts/{Options.TwilioAccountSid}/") };
        Twilio.DefaultRequestHeaders.Authorization = new("Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Options.TwilioAccountSid}:{Options.TwilioAuthToken}")));
        SendGrid = new() { BaseAddress = Simulator.Url };
        SendGrid.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Options.SendGridApiKey);
    }

    public async ValueTask DisposeAsync()
    {
        Twilio.Dispose();
        SendGrid.Dispose();
        await Simulator.DisposeAsync();
        await Receiver.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Sends an SMS through the service with a callback; the extra fields replace or add.</summary>
    protected Task<HttpResponseMessage> SendSmsAsync(string to = Mobile, string body = "Hello", params (string Name, string? Value)[] extra)
    {
        Dictionary<string, string?> fields = new()
        {
            ["To"] = to,
            ["Body"] = body,
            ["MessagingServiceSid"] = Service,
            ["StatusCallback"] = Receiver.Url + "/status?d=1.1.1#rc=5&rp=all",
        };
        foreach (var (name, value) in extra)
            fields[name] = value;
        return Twilio.PostAsync("Messages.json", new FormUrlEncodedContent(fields.Where(field => field.Value is not null)!));
    }

    protected Task<HttpResponseMessage> SendMailAsync(string to) => SendMailAsync(Mail(to));

    protected Task<HttpResponseMessage> SendMailAsync(object mail, CancellationToken cancellationToken = default) =>
        SendGrid.PostAsJsonAsync("v3/mail/send", mail, cancellationToken);

    /// <summary>Sends what gets no answer, and gives up once the simulator keeps it waiting.</summary>
    protected async Task GiveUpAsync(Func<CancellationToken, Task> send)
    {
        using var patience = new CancellationTokenSource();
        var request = send(patience.Token);
        await EventuallyAsync(() => Simulator.UnansweredRequests == 1);
        request.IsCompleted.ShouldBeFalse();
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(request);
    }

    protected static Dictionary<string, object> Mail(params string[] to) => new()
    {
        ["personalizations"] = to.Select((address, index) => new Dictionary<string, object>
        {
            ["to"] = new[] { new { email = address, name = "Citizen" } },
            ["custom_args"] = new { peyk_id = $"id-{index}", peyk_attempt = "1" },
        }).ToArray(),
        ["from"] = new { email = "peyk@example.org", name = "Peyk" },
        ["subject"] = "Your request",
        ["content"] = new[] { new { type = "text/plain", value = "Plain" }, new { type = "text/html", value = "<p>Rich</p>" } },
    };

    protected static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    protected static async Task<int> CodeAsync(HttpResponseMessage response) => (await JsonAsync(response)).GetProperty("code").GetInt32();

    /// <summary>Statuses of the callbacks so far, in the order in which they came.</summary>
    protected string[] Callbacks() =>
        [.. Receiver.All.Where(webhook => webhook.Path == "/status").Select(webhook => webhook.Form["MessageStatus"])];

    /// <summary>All events so far, in the order in which they came.</summary>
    protected JsonElement[] Events() =>
        [.. Receiver.All.Where(webhook => webhook.Path == "/events").SelectMany(webhook =>
        {
            using var document = JsonDocument.Parse(webhook.Body);
            return document.RootElement.EnumerateArray().Select(element => element.Clone()).ToArray();
        })];

    protected string[] EventTypes() => [.. Events().Select(json => json.GetProperty("event").GetString()!)];

    protected static Task EventuallyAsync(Func<bool> holds) => Wait.UntilAsync(holds);
}
