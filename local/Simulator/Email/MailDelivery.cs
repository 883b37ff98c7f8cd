using System.Security.Cryptography;
using System.Text;
using Peyk.Local.Simulator.Scenarios;
using Peyk.Local.Simulator.State;
using Peyk.Local.Simulator.Webhooks;

namespace Peyk.Local.Simulator.Email;

/// <summary>Takes accepted mails through their scenario and reports each step as an event.</summary>
internal sealed class MailDelivery(
    MailStore store, Schedule schedule, EventWebhooks webhooks, Suppressions suppressions, Faults faults, ProviderSimulatorOptions options)
{
    public void Start(MailState mail, EmailScenario scenario, DateTimeOffset? sendAt) => Run(mail, scenario, sendAt ?? mail.CreatedAt, 0);

    /// <summary>All steps at once, each event posted before this returns.</summary>
    public async Task RunToTheEndAsync(MailState mail, EmailScenario scenario, CancellationToken cancellationToken)
    {
        for (var i = 0; i < scenario.Steps.Length; i++)
        {
            var step = scenario.Steps[i];
            var json = Take(mail, step, i);
            foreach (var webhook in Receivers(step))
                await webhook.PostAtOnceAsync(json, cancellationToken);
        }
    }

    private void Run(MailState mail, EmailScenario scenario, DateTimeOffset start, int index)
    {
        if (index == scenario.Steps.Length)
        {
            if (scenario.Joins is { } list)
                suppressions.Add(list, mail.Address, Field(scenario.Steps[^1], "reason") ?? "", Field(scenario.Steps[^1], "status") ?? "");
            return;
        }
        var step = scenario.Steps[index];
        schedule.After(start + step.When.After(options.Delays) - options.TimeProvider.GetUtcNow(), () =>
        {
            var json = Take(mail, step, index);
            foreach (var webhook in Receivers(step))
            {
                webhook.Add(json);
                for (var i = 1; i < step.Times; i++)
                    schedule.After(options.EventBatchInterval * (2 * i), () => webhook.Add(json));
            }
            Run(mail, scenario, start, index + 1);
        });
    }

    private byte[] Take(MailState mail, EmailStep step, int index)
    {
        var now = options.TimeProvider.GetUtcNow();
        mail.Happened(step.Event, Field(step, "reason") ?? Field(step, "response"), now);
        store.Changed(mail);
        return EventMembers.Write(mail, step, EventId(step.Event, mail, index), now);
    }

    private IEnumerable<EventWebhook> Receivers(EmailStep step) =>
        faults.LoseReceipts ? [] : webhooks.All.Where(webhook => webhook.Wants(step.Event));

    /// <summary>Unique, URL-safe, and decoding to what happened to which message, as the service's ids do.</summary>
    private static string EventId(string type, MailState mail, int index) =>
        System.Buffers.Text.Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{type}-{index}-{mail.Id}"));

    private static string? Field(EmailStep step, string name) =>
        step.Fields.Where(field => field.Name == name).Select(field => field.Json.Trim('"')).FirstOrDefault();

    public static string NewMessageId() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
}
