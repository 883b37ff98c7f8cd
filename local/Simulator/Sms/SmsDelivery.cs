using System.Globalization;
using System.Security.Cryptography;
using Peyk.Local.Simulator.Scenarios;
using Peyk.Local.Simulator.State;
using Peyk.Local.Simulator.Webhooks;

namespace Peyk.Local.Simulator.Sms;

/// <summary>Takes accepted messages through their scenario and posts a receipt at each step.</summary>
internal sealed class SmsDelivery(
    MessageStore store, Schedule schedule, WebhookClient client, SignedForm forms, Faults faults, ProviderSimulatorOptions options)
{
    public void Start(MessageState message, SmsScenario scenario)
    {
        if (message.SendAt is { } due)
        {
            // A timer takes no more than 49 days; Twilio takes 35.
            schedule.After(due - options.TimeProvider.GetUtcNow(), () => Run(message, Steps(message, scenario), 0));
            return;
        }
        Run(message, Steps(message, scenario), 0);
    }

    /// <summary>All steps at once, each receipt posted before this returns.</summary>
    public async Task RunToTheEndAsync(MessageState message, SmsScenario scenario, CancellationToken cancellationToken)
    {
        foreach (var step in Steps(message, scenario))
            await TakeAsync(message, step.Step, cancellationToken);
    }

    public static string NewSid(string prefix) => prefix + RandomNumberGenerator.GetHexString(32, lowercase: true);

    private List<(SmsStep Step, TimeSpan After)> Steps(MessageState message, SmsScenario scenario)
    {
        List<(SmsStep, TimeSpan)> steps = [];
        // Through a Messaging Service a message becomes queued once a sender is chosen, and that is reported.
        if (message.MessagingServiceSid is not null)
            steps.Add((new("queued", When.AtOnce), options.Delays.Sent / 2));
        steps.AddRange(scenario.Steps.Select(step => (step, step.When.After(options.Delays))));
        return steps;
    }

    /// <summary>The next step starts when the first try of the receipt before it is over, so that a slow app does not see them reordered.</summary>
    private void Run(MessageState message, List<(SmsStep Step, TimeSpan After)> steps, int index)
    {
        if (index == steps.Count || message.Status is "canceled")
            return;
        var (step, after) = steps[index];
        var start = message.SendAt ?? message.CreatedAt;
        schedule.After(start + after - options.TimeProvider.GetUtcNow(), () =>
        {
            if (message.StatusCallback is null || !step.Callback)
            {
                Advance(message, step);
                Run(message, steps, index + 1);
                return;
            }
            client.Enqueue(async token =>
            {
                await TakeAsync(message, step, token);
                Run(message, steps, index + 1);
            });
        });
    }

    private async Task TakeAsync(MessageState message, SmsStep step, CancellationToken cancellationToken)
    {
        Advance(message, step);
        if (message.StatusCallback is not { } url || !step.Callback || faults.LoseReceipts)
            return;
        var fields = Fields(message, step);
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        for (var i = 0; i < step.Times; i++)
        {
            var answer = await forms.PostAsync("twilio-status", url, fields, token, cancellationToken);
            if (step.When is When.Final && i == 0)
                options.FinalReceiptPosted?.Invoke(message.Snapshot(), answer.Result.Status);
        }
    }

    private void Advance(MessageState message, SmsStep step)
    {
        if (message.Advance(step.Status, step.Code, options.SenderNumber, options.TimeProvider.GetUtcNow()))
            store.Changed(message);
    }

    private List<KeyValuePair<string, string>> Fields(MessageState message, SmsStep step)
    {
        List<KeyValuePair<string, string>> fields =
        [
            new("SmsSid", message.Sid),
            new("SmsStatus", step.Status),
            new("MessageStatus", step.Status),
            new("To", message.To),
            new("MessageSid", message.Sid),
            new("AccountSid", options.TwilioAccountSid),
            new("From", message.From ?? options.SenderNumber),
            new("ApiVersion", "2010-04-01"),
        ];
        if (message.MessagingServiceSid is { } service)
            fields.Add(new("MessagingServiceSid", service));
        if (step.Code is { } code)
            fields.Add(new("ErrorCode", code.ToString(CultureInfo.InvariantCulture)));
        if (step.Status is "delivered" or "undelivered")
            fields.Add(new("RawDlrDoneDate", options.TimeProvider.GetUtcNow().ToString("yyMMddHHmm", CultureInfo.InvariantCulture)));
        return fields;
    }
}
