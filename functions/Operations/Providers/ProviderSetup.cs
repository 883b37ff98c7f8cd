using System.Text.Json.Nodes;
using Peyk.Functions.Delivery.Email;
using Peyk.Functions.Delivery.Sms;

namespace Peyk.Functions.Operations.Providers;

public enum SetupState
{
    /// <summary>It is as it should be.</summary>
    Ok,

    /// <summary>It would be changed; nothing was.</summary>
    ToDo,

    Done,

    /// <summary>It does not apply, or this build has no use for it.</summary>
    Skipped,

    Failed,
}

/// <param name="What">The thing that is set up.</param>
public sealed record SetupStep(string What, SetupState State, string Detail);

/// <summary>
/// Tells the providers our addresses. It looks first and changes only what differs, so that it may run any number of times; without
/// <c>apply</c> it changes nothing at all. Settings of others in the accounts are left alone.
/// </summary>
public sealed class ProviderSetup(
    TwilioAccount twilio, SendGridAccount sendGrid, TwilioOptions twilioOptions, SendGridOptions sendGridOptions, WebhookAddresses addresses, bool apply)
{
    /// <param name="mailHost">Host whose mails SendGrid takes for us; null: none.</param>
    public async IAsyncEnumerable<SetupStep> RunAsync(
        string? mailHost, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await SetSmsRepliesAsync(cancellationToken);
        foreach (var step in await SetEventsAsync(cancellationToken))
            yield return step;
        yield return await SetMailHostAsync(mailHost, cancellationToken);
    }

    private async Task<SetupStep> SetSmsRepliesAsync(CancellationToken cancellationToken)
    {
        if (addresses.SmsReplies is not { } url)
            return new("Twilio, replies", SetupState.Skipped, "this build does not take replies; receipts need no set-up, each message names its callback");
        if (twilioOptions.MessagingServiceSid is { Length: > 0 } service)
            return await SetServiceAsync(service, url, cancellationToken);
        return twilioOptions.From is { } number && number.StartsWith('+')
            ? await SetNumberAsync(number, url, cancellationToken)
            : new("Twilio, replies", SetupState.Skipped, "a sender without a number takes no replies");
    }

    private async Task<SetupStep> SetServiceAsync(string sid, string url, CancellationToken cancellationToken)
    {
        var what = $"Twilio Messaging Service {sid}, replies";
        var found = await twilio.FetchServiceAsync(sid, cancellationToken);
        if (!found.IsOk)
            return new(what, SetupState.Failed, found.Fault);
        var isSet = (string?)found.Body?["inbound_request_url"] == url
            && (string?)found.Body?["inbound_method"] == "POST"
            && (bool?)found.Body?["use_inbound_webhook_on_number"] != true;
        return await ChangeAsync(what, isSet, $"go to {url}", token => twilio.SetServiceWebhookAsync(sid, url, token), cancellationToken);
    }

    private async Task<SetupStep> SetNumberAsync(string number, string url, CancellationToken cancellationToken)
    {
        const string What = "Twilio number, replies";
        var found = await twilio.FindNumberAsync(number, cancellationToken);
        if (!found.IsOk)
            return new(What, SetupState.Failed, found.Fault);
        if (found.Body?["incoming_phone_numbers"]?.AsArray().FirstOrDefault() is not { } entry)
            return new(What, SetupState.Failed, "Twilio__From is no number of this account");
        var isSet = (string?)entry["sms_url"] == url && (string?)entry["sms_method"] == "POST";
        var sid = (string)entry["sid"]!;
        return await ChangeAsync(What, isSet, $"go to {url}", token => twilio.SetNumberWebhookAsync(sid, url, token), cancellationToken);
    }

    private async Task<IReadOnlyList<SetupStep>> SetEventsAsync(CancellationToken cancellationToken)
    {
        const string What = "SendGrid event webhook";
        var url = addresses.EmailEvents;
        var all = await sendGrid.ListEventWebhooksAsync(cancellationToken);
        if (!all.IsOk)
            return [new(What, SetupState.Failed, all.Fault)];
        var webhook = SendGridAccount.FindEventWebhook(all, url);
        JsonNode? created = null;
        var step = await ChangeAsync(
            What,
            webhook is not null && SendGridAccount.Lacking(webhook).Count == 0,
            webhook is null ? $"posts to {url}" : $"posts to {url}; switched on: {string.Join(", ", SendGridAccount.Lacking(webhook))}",
            async token =>
            {
                var answer = webhook is null
                    ? await sendGrid.CreateEventWebhookAsync(url, token)
                    : await sendGrid.UpdateEventWebhookAsync((string)webhook["id"]!, url, token);
                created = answer.Body;
                return answer;
            },
            cancellationToken);
        var id = (string?)(webhook ?? created)?["id"];
        return step.State == SetupState.Failed ? [step] : [step, await SignAsync(id, cancellationToken)];
    }

    private async Task<SetupStep> SignAsync(string? id, CancellationToken cancellationToken)
    {
        const string What = "SendGrid event webhook, signature";
        if (id is null)
            return new(What, SetupState.ToDo, "is switched on; its public key is shown then");
        var answer = await sendGrid.FetchKeyAsync(id, cancellationToken);
        if (answer.IsOk && (string?)answer.Body?["public_key"] is { Length: > 0 } known)
            return new(What, SetupState.Ok, Key(known));
        if (!apply)
            return new(What, SetupState.ToDo, "is switched on; its public key is shown then");
        answer = await sendGrid.SignAsync(id, cancellationToken);
        return answer.IsOk && (string?)answer.Body?["public_key"] is { Length: > 0 } key
            ? new(What, SetupState.Done, Key(key))
            : new(What, SetupState.Failed, answer.Fault);
    }

    private string Key(string key) => key == sendGridOptions.WebhookPublicKey
        ? "its key is the one of SendGrid__WebhookPublicKey"
        : $"set SendGrid__WebhookPublicKey={key} and restart the app";

    private async Task<SetupStep> SetMailHostAsync(string? host, CancellationToken cancellationToken)
    {
        const string What = "SendGrid inbound parse";
        if (host is null)
            return new(What, SetupState.Skipped, "no --mail-host was named");
        if (addresses.Mails is not { } url)
            return new(What, SetupState.Skipped, "this build does not take mails");
        var all = await sendGrid.ListParseHostsAsync(cancellationToken);
        if (!all.IsOk)
            return new(What, SetupState.Failed, all.Fault);
        var entry = all.Body?["result"]?.AsArray().FirstOrDefault(e => string.Equals((string?)e?["hostname"], host, StringComparison.OrdinalIgnoreCase));
        return await ChangeAsync(
            What,
            (string?)entry?["url"] == url,
            $"mails to {host} go to {url}; its MX record must be mx.sendgrid.net",
            token => entry is null ? sendGrid.CreateParseHostAsync(host, url, token) : sendGrid.UpdateParseHostAsync(host, url, token),
            cancellationToken);
    }

    private async Task<SetupStep> ChangeAsync(
        string what, bool isSet, string detail, Func<CancellationToken, Task<ProviderAnswer>> change, CancellationToken cancellationToken)
    {
        if (isSet)
            return new(what, SetupState.Ok, detail);
        if (!apply)
            return new(what, SetupState.ToDo, detail);
        var answer = await change(cancellationToken);
        return answer.IsOk ? new(what, SetupState.Done, detail) : new(what, SetupState.Failed, answer.Fault);
    }
}
