using Microsoft.Extensions.Options;
using Peyk.Core.Addresses;
using Peyk.Core.Deliveries;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace Peyk.Functions.Delivery.Email;

/// <summary>An e-mail that is ready to leave.</summary>
public sealed record OutgoingEmail(string Commitment, string To, string? Name, string Subject, string Html, string Text, string Category)
    : Outgoing(Commitment);

/// <summary>Sends e-mail through SendGrid's mail/send. Tracking is off: it would rewrite links and watch citizens.</summary>
public sealed class EmailSender(ISendGridClient client, MessageComposer composer, IOptions<SendGridOptions> options, TimeProvider time) : IChannelSender
{
    public Channel Channel => Channel.Email;

    public Outgoing Compose(StoredNotification stored, NotificationContent content)
    {
        var email = composer.Email(stored, content);
        var commitment = Commitment.Of(content.Salt, content.Email!, email.Subject + '\n' + email.Text);
        var name = content.Name is null ? null : PersonName.Parse(content.Name).ForEmailHeader;
        return new OutgoingEmail(commitment, content.Email!, name, email.Subject, email.Html, email.Text, stored.Facts.Kind);
    }

    public async Task<SendResult> SendAsync(
        Outgoing message, AttemptId attempt, TimeSpan validFor, CancellationToken cancellationToken)
    {
        try
        {
            var response = await client.SendEmailAsync(ToMessage((OutgoingEmail)message, attempt), cancellationToken);
            return await SendGridOutcomes.ToResultAsync(response, time, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            return SendGridOutcomes.ToResult(e);
        }
        catch (OperationCanceledException)
        {
            return new SendResult.Unknown("timeout");
        }
    }

    /// <remarks>No API finds a message by our id; only an event can prove that it was taken, and those come by themselves.</remarks>
    public Task<Evidence> FindAsync(
        NotificationContent content, Attempt attempt, IReadOnlySet<string> owned, CancellationToken cancellationToken) =>
        Task.FromResult<Evidence>(new Evidence.None());

    public Task<Receipt?> FetchReceiptAsync(string providerId, CancellationToken cancellationToken) => Task.FromResult<Receipt?>(null);

    private SendGridMessage ToMessage(OutgoingEmail email, AttemptId attempt)
    {
        var message = new SendGridMessage
        {
            From = new(options.Value.From, options.Value.FromName),
            Subject = email.Subject,
            PlainTextContent = email.Text,
            HtmlContent = email.Html,
            Categories = [email.Category],
            CustomArgs = new()
            {
                [SendGridEvent.IdArg] = attempt.Notification.ToString("D"),
                [SendGridEvent.DeliveryArg] = attempt.Delivery.ToString(),
                [SendGridEvent.AttemptArg] = attempt.Attempt.ToString(),
            },
            TrackingSettings = new()
            {
                ClickTracking = new() { Enable = false, EnableText = false },
                OpenTracking = new() { Enable = false },
                SubscriptionTracking = new() { Enable = false },
            },
        };
        message.AddTo(new SendGrid.Helpers.Mail.EmailAddress(email.To, email.Name));
        return message;
    }
}
