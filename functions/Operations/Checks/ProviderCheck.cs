using System.Text.Json.Nodes;
using Peyk.Functions.Delivery.Email;
using Peyk.Functions.Delivery.Sms;
using Peyk.Functions.Operations.Providers;

namespace Peyk.Functions.Operations.Checks;

/// <summary>Whether the providers know us and call us back at our address. It reads only: nothing is sent, nothing costs.</summary>
internal sealed class ProviderCheck(
    TwilioAccount twilio, SendGridAccount sendGrid, TwilioOptions twilioOptions, SendGridOptions sendGridOptions, WebhookAddresses addresses)
{
    private const string SetUp = "Run: providers setup --apply";

    public async IAsyncEnumerable<CheckResult> RunAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var account = await twilio.FetchAsync(cancellationToken);
        yield return Account(account);
        yield return account.IsOk
            ? await SenderAsync(cancellationToken)
            : CheckResult.Skipped("Twilio sender", "the account is not open to us");

        var scopes = await sendGrid.FetchScopesAsync(cancellationToken);
        yield return Scopes(scopes);
        yield return scopes.IsOk
            ? await EventsAsync(cancellationToken)
            : CheckResult.Skipped("SendGrid event webhook", "the account is not open to us");
    }

    private static CheckResult Account(ProviderAnswer answer)
    {
        const string What = "Twilio account";
        if (!answer.IsOk)
        {
            return CheckResult.Failed(What, answer.Fault, answer.Status is 401 or 403 or 404
                ? "Check Twilio__AccountSid and Twilio__AuthToken (or Twilio__ApiKeySid and Twilio__ApiKeySecret)."
                : "Check the way out of the network, and Twilio__BaseUrl.");
        }

        return (string?)answer.Body?["status"] is "active"
            ? CheckResult.Ok(What, "is active and knows our credentials")
            : CheckResult.Failed(What, $"is {(string?)answer.Body?["status"]}", "Ask Twilio why.");
    }

    private async Task<CheckResult> SenderAsync(CancellationToken cancellationToken)
    {
        const string What = "Twilio sender";
        if (twilioOptions.MessagingServiceSid is { Length: > 0 } sid)
        {
            var service = await twilio.FetchServiceAsync(sid, cancellationToken);
            return service.IsOk
                ? Replies("the Messaging Service is there", (string?)service.Body?["inbound_request_url"])
                : CheckResult.Failed(What, $"the Messaging Service {service.Fault}", "Check Twilio__MessagingServiceSid.");
        }

        if (twilioOptions.From?.StartsWith('+') != true)
            return CheckResult.Ok(What, "has no number, so nobody can reply");
        var numbers = await twilio.FindNumberAsync(twilioOptions.From, cancellationToken);
        return numbers.Body?["incoming_phone_numbers"] is JsonArray { Count: > 0 } found
            ? Replies("the number is ours", (string?)found[0]?["sms_url"])
            : CheckResult.Failed(What, "the number is not of this account", "Check Twilio__From.");
    }

    private CheckResult Replies(string found, string? url)
    {
        const string What = "Twilio sender";
        if (addresses.SmsReplies is not { } ours)
            return CheckResult.Ok(What, found);
        return url == ours
            ? CheckResult.Ok(What, $"{found}, replies come to us")
            : CheckResult.Failed(What, $"{found}, but replies do not come to {ours}", SetUp);
    }

    private static CheckResult Scopes(ProviderAnswer answer)
    {
        const string What = "SendGrid key";
        if (!answer.IsOk)
        {
            return CheckResult.Failed(What, answer.Fault, answer.Status is 401 or 403
                ? "Check SendGrid__ApiKey."
                : "Check the way out of the network, and SendGrid__BaseUrl.");
        }

        return answer.Body?["scopes"] is JsonArray scopes && scopes.Any(s => (string?)s == "mail.send")
            ? CheckResult.Ok(What, "may send")
            : CheckResult.Failed(What, "may not send", "Give it the scope mail.send, or make another.");
    }

    private async Task<CheckResult> EventsAsync(CancellationToken cancellationToken)
    {
        const string What = "SendGrid event webhook";
        var all = await sendGrid.ListEventWebhooksAsync(cancellationToken);
        if (!all.IsOk)
            return CheckResult.Warning(What, $"{all.Fault}: the key may not read it", "Give the key the scope user.webhooks.event.settings.read, or look by hand.");
        if (SendGridAccount.FindEventWebhook(all, addresses.EmailEvents) is not { } webhook)
            return CheckResult.Failed(What, $"none posts to {addresses.EmailEvents}", SetUp);
        if (SendGridAccount.Lacking(webhook) is { Count: > 0 } lacking)
            return CheckResult.Failed(What, $"lacks: {string.Join(", ", lacking)}", SetUp);
        var key = await sendGrid.FetchKeyAsync((string)webhook["id"]!, cancellationToken);
        return (string?)key.Body?["public_key"] switch
        {
            null or "" => CheckResult.Failed(What, "is not signed: nothing that it posts is heard", SetUp),
            var known when known == sendGridOptions.WebhookPublicKey => CheckResult.Ok(What, "posts to us, signed with the key that we know"),
            _ => CheckResult.Failed(What, "is signed with another key than SendGrid__WebhookPublicKey", "Run: providers setup. It shows the key to set."),
        };
    }
}
