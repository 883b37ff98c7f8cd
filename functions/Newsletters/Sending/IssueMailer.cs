using System.Text.Json;
using Microsoft.Extensions.Options;
using Peyk.Core.Addresses;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Delivery.Email;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Shared.Settings;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>Somebody to whom a copy of an issue goes.</summary>
/// <param name="Hash">Key of the subscription: what the provider's events name them by.</param>
/// <param name="Subscription">The id in their link to unsubscribe.</param>
public sealed record IssueAddressee(string Hash, Guid Subscription, Subscriber Whom);

/// <summary>What became of a call.</summary>
/// <param name="Faulty">Those of its recipients whom the provider refused by name, by their place in the call; none of the others got anything.</param>
public sealed record IssueCallResult(SendResult Result, IReadOnlySet<int> Faulty);

/// <summary>
/// Gives one mail for up to 1,000 recipients to SendGrid in one call: what they have in common once, what each has of their own as
/// substitutions. SendGrid takes all of a call or nothing.
/// </summary>
public sealed class IssueMailer(
    ISendGridClient client, NewsletterLinks links, IOptions<SendGridOptions> options, IOptions<NewsletterSendingOptions> sending, TimeProvider time)
{
    public const string Category = "newsletter";

    private static readonly IReadOnlySet<int> Nobody = new HashSet<int>();

    /// <summary>Never throws for what the provider or the network does.</summary>
    /// <param name="call">How its events are known again; null for a mail of which nothing need be known, such as a trial.</param>
    /// <param name="cancellationToken">Ends the call; its outcome is then unknown.</param>
    public async Task<IssueCallResult> SendAsync(
        IssueMail mail, IReadOnlyList<IssueAddressee> recipients, IssueCallId? call, CancellationToken cancellationToken)
    {
        try
        {
            var response = await client.SendEmailAsync(ToMessage(mail, recipients, call), cancellationToken);
            var result = await SendGridOutcomes.ToResultAsync(response, time, cancellationToken);
            return new(result, result is SendResult.Refused ? await FaultyAsync(response, cancellationToken) : Nobody);
        }
        catch (HttpRequestException e)
        {
            return new(SendGridOutcomes.ToResult(e), Nobody);
        }
        catch (OperationCanceledException)
        {
            return new(new SendResult.Unknown("timeout"), Nobody);
        }
    }

    private SendGridMessage ToMessage(IssueMail mail, IReadOnlyList<IssueAddressee> recipients, IssueCallId? call) => new()
    {
        From = new(options.Value.From, options.Value.FromName),
        Subject = mail.Subject,
        PlainTextContent = mail.Text,
        HtmlContent = mail.Html,
        Categories = [Category],
        CustomArgs = call?.ToArgs(),
        Personalizations = [.. recipients.Select(r => ToPersonalization(mail, r, call is not null))],
        // Named, or it would follow the account: SendGrid's own link to unsubscribe would end every topic.
        TrackingSettings = new()
        {
            ClickTracking = new() { Enable = sending.Value.CountClicks, EnableText = false },
            OpenTracking = new() { Enable = sending.Value.CountOpens },
            SubscriptionTracking = new() { Enable = false },
        },
    };

    private Personalization ToPersonalization(IssueMail mail, IssueAddressee recipient, bool isCounted)
    {
        var name = recipient.Whom.Name is { } known ? PersonName.Parse(known) : null;
        var unsubscribe = links.Unsubscribe(recipient.Subscription);
        return new()
        {
            Tos = [new(recipient.Whom.Email, name?.ForEmailHeader)],
            Substitutions = mail.ValuesFor(new(name, unsubscribe)),
            // RFC 8058: both headers, an https URL, and no login behind it.
            Headers = new() { ["List-Unsubscribe"] = $"<{unsubscribe}>", ["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click" },
            CustomArgs = isCounted ? new() { [IssueCallId.RecipientArg] = recipient.Hash } : null,
        };
    }

    /// <summary>The personalizations that an answer of 400 complains about: <c>personalizations.3.to.0.email</c>.</summary>
    private static async Task<IReadOnlySet<int>> FaultyAsync(Response response, CancellationToken cancellationToken)
    {
        try
        {
            using var body = JsonDocument.Parse(await response.Body.ReadAsStringAsync(cancellationToken));
            return body.RootElement.GetProperty("errors").EnumerateArray()
                .Select(error => error.TryGetProperty("field", out var field) && field.ValueKind == JsonValueKind.String ? field.GetString() : null)
                .Select(IndexOf)
                .OfType<int>()
                .ToHashSet();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return Nobody;
        }
    }

    private static int? IndexOf(string? field) =>
        field?.Split('.') is ["personalizations", var index, "to", ..] && int.TryParse(index, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
