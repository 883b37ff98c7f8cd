using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Peyk.Local.Simulator.Email;
using Peyk.Local.Simulator.Pages;
using Peyk.Local.Simulator.Sms;
using Peyk.Local.Simulator.State;
using Peyk.Local.Simulator.Webhooks;

namespace Peyk.Local.Simulator;

/// <summary>
/// Twilio's Messages API and SendGrid's mail/send on one local address, with the webhooks of both, a phone (<c>/phone</c>) and an
/// inbox (<c>/inbox</c>). Which outcome a message has is chosen by its recipient: <see cref="Scenarios.ScenarioTable"/>.
/// </summary>
public sealed class ProviderSimulator : IAsyncDisposable
{
    private const long LargestRequest = 64 * 1024 * 1024;

    private readonly WebApplication _app;
    private readonly ProviderSimulatorOptions _options;
    private readonly Schedule _schedule;
    private readonly WebhookClient _client;
    private readonly EventWebhooks _webhooks;
    private readonly Suppressions _suppressions;
    private readonly MessageStore _messages;
    private readonly MailStore _mails;
    private readonly InboundSms _inbound;
    private readonly AnswerRunner _answers;
    private int _isDisposed;

    private ProviderSimulator(ProviderSimulatorOptions options)
    {
        _options = options;
        Faults = new(options.TimeProvider);
        _schedule = new(options.TimeProvider);
        _client = new(options.WebhookConcurrency, options.TimeProvider);
        _webhooks = new(_client, _schedule, options);
        _suppressions = new(options.TimeProvider);
        _answers = new(options);
        var feed = new LiveFeed();
        _messages = new(options.Keep, feed);
        _mails = new(options.Keep, feed);
        var forms = new SignedForm(_client, _schedule, options);
        _inbound = new(_messages, forms, options);

        _app = Build(options.Port);
        var mailSend = new MailSendApi(
            _mails, new(_mails, _schedule, _webhooks, _suppressions, Faults, options), _suppressions, _answers, Faults, options);
        mailSend.Map(_app);
        new SettingsApi(_webhooks, mailSend, options.TimeProvider).Map(_app);
        new ParseSettingsApi(mailSend).Map(_app);
        new SuppressionsApi(_suppressions, mailSend).Map(_app);
        new TwilioApi(_messages, new(_messages, _schedule, _client, forms, Faults, options), _inbound, _answers, Faults, options).Map(_app);
        new StateApi(_messages, _mails, _inbound, _webhooks, _client, Faults, feed, this, options)
            .Map(_app, _app.Lifetime.ApplicationStopping);
        new SimulatorPages(new(options)).Map(_app);
    }

    /// <summary>Base address of both providers and of the pages, such as <c>http://127.0.0.1:4010/</c>.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Switches that make a whole provider misbehave.</summary>
    public Faults Faults { get; }

    /// <summary>The latest messages, oldest first, as they are now; replies of the phone included.</summary>
    public IReadOnlyList<SimulatedMessage> Messages => [.. _messages.All().Select(message => message.Snapshot())];

    /// <summary>The latest mails, one for each recipient, oldest first, as they are now.</summary>
    public IReadOnlyList<SimulatedMail> Mails => [.. _mails.All().Select(mail => mail.Snapshot())];

    /// <summary>Messages accepted since the start, whether their content is still kept or not.</summary>
    public long AcceptedMessages => _messages.AcceptedInAll;

    /// <summary>Mails accepted since the start, one for each recipient.</summary>
    public long AcceptedMails => _mails.AcceptedInAll;

    /// <summary>Different addresses of mails since the start, where they are only counted; otherwise 0.</summary>
    public int MailRecipients => _mails.CountedRecipients;

    /// <summary>Requests that are kept without an answer at the moment.</summary>
    public int UnansweredRequests => _answers.Hanging;

    public WebhookCounts WebhookCounts => _client.Counts;

    /// <summary>The latest 500 webhooks that were posted, repetitions included, oldest first.</summary>
    public IReadOnlyList<PostedWebhook> PostedWebhooks => _client.Latest;

    /// <summary>Where e-mail events are posted; null: nowhere. Events are gathered only while it is set.</summary>
    public Uri? EventWebhookUrl
    {
        get => _webhooks.Oldest.Url;
        set => _webhooks.Oldest.Url = value;
    }

    /// <summary>Where replies of the phone are posted; null: nowhere.</summary>
    public Uri? InboundSmsUrl
    {
        get => _inbound.Url;
        set => _inbound.Url = value;
    }

    /// <summary>Tells how far the latest issues of newsletters have come, for the home page; null: nobody knows.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<IssueFigures>>>? Issues { get; set; }

    /// <summary>Where <c>/dashboard</c> leads to, signed in; null: nowhere.</summary>
    public DashboardSession? Dashboard { get; set; }

    /// <summary>Key that verifies the Event Webhook: base64 SubjectPublicKeyInfo, as the app's setting wants it.</summary>
    public string EventWebhookPublicKey => _webhooks.Oldest.PublicKey;

    /// <summary>The app's settings that make it use this simulator.</summary>
    public IReadOnlyDictionary<string, string> AppSettings => new Dictionary<string, string>
    {
        ["Twilio__BaseUrl"] = Url.GetLeftPart(UriPartial.Authority),
        ["Twilio__MessagingBaseUrl"] = Url.GetLeftPart(UriPartial.Authority),
        ["Twilio__AccountSid"] = _options.TwilioAccountSid,
        ["Twilio__AuthToken"] = _options.TwilioAuthToken,
        ["Twilio__MessagingServiceSid"] = _options.MessagingServiceSid,
        ["Twilio__From"] = _options.SenderNumber,
        ["SendGrid__BaseUrl"] = Url.GetLeftPart(UriPartial.Authority),
        ["SendGrid__ApiKey"] = _options.SendGridApiKey,
        ["SendGrid__WebhookPublicKey"] = EventWebhookPublicKey,
    };

    /// <summary>Starts listening.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<ProviderSimulator> StartAsync(
        ProviderSimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        var simulator = new ProviderSimulator(options ?? new());
        try
        {
            await simulator._app.StartAsync(cancellationToken);
        }
        catch
        {
            await simulator.DisposeAsync();
            throw;
        }
        var addresses = simulator._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        simulator.Url = new(addresses!.Addresses.Single());
        return simulator;
    }

    /// <summary>How many messages and mails were accepted for a number or an address since the start.</summary>
    public int AcceptedCount(string recipient) => _messages.AcceptedFor(recipient) + _mails.AcceptedFor(recipient);

    /// <summary>The mail of that id with its content; null when it is not kept any more.</summary>
    public SimulatedMail? FindMail(string id) => _mails.Find(id)?.Snapshot();

    /// <summary>The message of that SID; null when it is not kept any more.</summary>
    public SimulatedMessage? FindMessage(string sid) => _messages.Find(sid)?.Snapshot();

    /// <summary>
    /// Texts from a phone as a citizen would, and returns when the app's webhook has answered. Numbers are E.164, the body has
    /// 1..1,600 characters; without a recipient it goes to the number that texted this phone last.
    /// </summary>
    public Task<SimulatedMessage> ReplyAsync(
        string from, string body, string? to = null, CancellationToken cancellationToken = default) =>
        _inbound.ReceiveAsync(from, body, to, cancellationToken);

    /// <summary>Forgets messages, mails, counts, opt-outs and lists, and switches faults off.</summary>
    public void Reset()
    {
        _messages.Clear();
        _mails.Clear();
        _suppressions.Clear();
        _inbound.Clear();
        _answers.Clear();
        Faults.Twilio = Fault.None;
        Faults.SendGrid = Fault.None;
        Faults.LoseReceipts = false;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;
        await _app.DisposeAsync();
        _schedule.Dispose();
        await _client.DisposeAsync();
        _webhooks.Dispose();
    }

    private static WebApplication Build(int port)
    {
        // Empty: no configuration of the process, no logs, so that a setting of the app cannot change its counterpart.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequest;
            kestrel.Limits.MinRequestBodyDataRate = null;
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, OwnersLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        app.UseRouting();
        return app;
    }

    /// <summary>Signals to end are for whoever started the simulator: the usual lifetime would take them away from the process.</summary>
    private sealed class OwnersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
