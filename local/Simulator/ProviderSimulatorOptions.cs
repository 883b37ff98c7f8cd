namespace Peyk.Local.Simulator;

/// <summary>How the simulated providers are reached, whom they call back and how fast.</summary>
public sealed record ProviderSimulatorOptions
{
    /// <summary>Port on 127.0.0.1. Default 0: any free one.</summary>
    public int Port { get; init; }

    /// <summary>Account SID, <c>AC</c> and 32 hexadecimal digits; user name of Basic authentication.</summary>
    public string TwilioAccountSid { get; init; } = "AC00000000000000000000000000000001";

    /// <summary>Auth token: password of Basic authentication and key of <c>X-Twilio-Signature</c>.</summary>
    public string TwilioAuthToken { get; init; } = "local0only0twilio0token000000000";

    /// <summary>API key SID (<c>SK…</c>) accepted besides the account's own credentials. Default: none.</summary>
    public string? TwilioApiKeySid { get; init; }

    public string? TwilioApiKeySecret { get; init; }

    /// <summary>Number that a Messaging Service sends from, E.164.</summary>
    public string SenderNumber { get; init; } = "+15005550006";

    /// <summary>Messaging Service that the phone's replies belong to until a message has told another one.</summary>
    public string MessagingServiceSid { get; init; } = "MG00000000000000000000000000000001";

    /// <summary>Bearer key of the SendGrid API.</summary>
    public string SendGridApiKey { get; init; } = "SG.local.only";

    /// <summary>Where e-mail events are posted. May be set later on <see cref="ProviderSimulator.EventWebhookUrl"/>.</summary>
    public Uri? EventWebhookUrl { get; init; }

    /// <summary>Where replies of the phone are posted. May be set later on <see cref="ProviderSimulator.InboundSmsUrl"/>.</summary>
    public Uri? InboundSmsUrl { get; init; }

    /// <summary>Private key of the Event Webhook, base64 of PKCS #8, curve P-256. Default: a fresh one.</summary>
    public string? EventWebhookPrivateKey { get; init; }

    public ReceiptDelays Delays { get; init; } = new();

    /// <summary>How long events are gathered before a batch goes out. Default 200 ms; the real service takes 30 s.</summary>
    public TimeSpan EventBatchInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Wait before the first repetition of a webhook that was not answered; doubles each time. Default 250 ms.</summary>
    public TimeSpan WebhookRetryDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest wait between two repetitions of a batch of events. Default 15 s; the real service's grow over hours.</summary>
    public TimeSpan WebhookLongestRetryDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a batch of events is offered again. Default 24 h, as the real service does.</summary>
    public TimeSpan EventRetryPeriod { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long a request that shall get no answer is kept open when the client does not give up. Default 2 min.</summary>
    public TimeSpan Hang { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Called when the receipt of an SMS's last step was posted for the first time, with the message and the answer's status.</summary>
    public Action<SimulatedMessage, int>? FinalReceiptPosted { get; init; }

    /// <summary>Webhooks under way at once. Default 32.</summary>
    public int WebhookConcurrency { get; init; } = 32;

    /// <summary>Latest messages, and latest mails, that are kept with their content; counters keep all. Default 5,000.</summary>
    public int Keep { get; init; } = 5_000;

    /// <summary>
    /// Mails are only counted, and neither kept nor followed by events: for a million of them. <see cref="ProviderSimulator.MailRecipients"/>
    /// then tells how many different addresses they went to. Default false.
    /// </summary>
    public bool OnlyCountMails { get; init; }

    /// <summary>Time that mail/send takes to answer, beside its work. Default 0; the real service is a network away.</summary>
    public TimeSpan MailAnswerDelay { get; init; }

    /// <summary>Folder that holds the npm package <c>vazirmatn</c>. Default: <c>local/node_modules</c>, filled on demand.</summary>
    public string? NodeModules { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}

/// <summary>Times from acceptance to a receipt.</summary>
public sealed record ReceiptDelays
{
    /// <summary>Until <c>sent</c>, or an e-mail's <c>processed</c>. Default 100 ms.</summary>
    public TimeSpan Sent { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Until the final receipt. Default 400 ms.</summary>
    public TimeSpan Final { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Until a receipt that comes late on purpose. Default 3 s.</summary>
    public TimeSpan Late { get; init; } = TimeSpan.FromSeconds(3);
}
