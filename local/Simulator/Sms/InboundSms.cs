using System.Collections.Concurrent;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Peyk.Local.Simulator.State;
using Peyk.Local.Simulator.Webhooks;

namespace Peyk.Local.Simulator.Sms;

/// <summary>Replies of the phone: to the app's webhook, and to Twilio's own handling of opt-outs.</summary>
internal sealed class InboundSms(MessageStore store, SignedForm forms, ProviderSimulatorOptions options)
{
    private readonly ConcurrentDictionary<string, byte> _optedOut = new();

    public Uri? Url { get; set; } = options.InboundSmsUrl;

    /// <summary>As the settings say; replies are posted in any case.</summary>
    public string Method { get; set; } = "POST";

    /// <summary>Whether the Messaging Service leaves it to the number where replies go.</summary>
    public bool UsesNumber { get; set; }

    public bool HasOptedOut(string number) => _optedOut.ContainsKey(number);

    public void Clear() => _optedOut.Clear();

    /// <summary>Takes a text from a phone and returns it when the app has answered, or could not.</summary>
    public async Task<SimulatedMessage> ReceiveAsync(string from, string body, string? to, CancellationToken cancellationToken)
    {
        var now = options.TimeProvider.GetUtcNow();
        var last = store.All().FindLast(message => message.To == from && message.Direction is not "inbound");
        var number = to ?? last?.From ?? options.SenderNumber;
        var service = last is null ? options.MessagingServiceSid : last.MessagingServiceSid;
        var message = new MessageState(SmsDelivery.NewSid("SM"), "inbound", from, number, body, now) { MessagingServiceSid = service };
        message.Advance("received", null, number, now);
        store.Add(message);

        var optOut = OptOutKeywords.TypeOf(body);
        if (optOut is "STOP")
            _optedOut[from] = 0;
        else if (optOut is "START")
            _optedOut.TryRemove(from, out _);
        if (optOut is not null)
            Answer(from, number, OptOutKeywords.Answer(optOut, body));

        if (Url is { } url)
        {
            var (result, twiml) = await forms.PostAsync("twilio-inbound", url.OriginalString, Fields(message, optOut),
                SmsDelivery.NewSid(""), cancellationToken);
            message.WebhookStatus = result.Status;
            // Whoever opted out gets nothing more, not even an answer.
            if (result.Succeeded && optOut is not "STOP")
            {
                foreach (var text in Texts(twiml))
                    Answer(from, number, text);
            }
        }
        else
        {
            message.WebhookStatus = 0;
        }
        store.Changed(message);
        return message.Snapshot();
    }

    private void Answer(string phone, string number, string text)
    {
        var now = options.TimeProvider.GetUtcNow();
        var message = new MessageState(SmsDelivery.NewSid("SM"), "outbound-reply", number, phone, text, now);
        message.Advance("delivered", null, number, now);
        store.Add(message);
    }

    private List<KeyValuePair<string, string>> Fields(MessageState message, string? optOut)
    {
        List<KeyValuePair<string, string>> fields =
        [
            new("ToCountry", "US"),
            new("SmsMessageSid", message.Sid),
            new("NumMedia", "0"),
            new("SmsSid", message.Sid),
            new("SmsStatus", "received"),
            new("Body", message.Body),
            new("To", message.To),
            new("NumSegments", message.Segments.ToString(CultureInfo.InvariantCulture)),
            new("MessageSid", message.Sid),
            new("AccountSid", options.TwilioAccountSid),
            new("From", message.From!),
            new("FromCity", ""),
            new("ApiVersion", "2010-04-01"),
        ];
        if (message.MessagingServiceSid is { } service)
        {
            fields.Add(new("MessagingServiceSid", service));
            if (optOut is not null)
                fields.Add(new("OptOutType", optOut));
        }
        return fields;
    }

    private static IEnumerable<string> Texts(string twiml)
    {
        if (string.IsNullOrWhiteSpace(twiml))
            return [];
        try
        {
            return [.. XDocument.Parse(twiml).Descendants("Message")
                .Select(element => (element.Element("Body") ?? element).Value.Trim())
                .Where(text => text.Length > 0)];
        }
        catch (XmlException)
        {
            return [];
        }
    }
}
