using Microsoft.Extensions.Options;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared.Settings;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Types;

namespace Peyk.Functions.Delivery.Sms;

/// <summary>An SMS that is ready to leave.</summary>
/// <param name="Segments">Segments that it is charged for.</param>
public sealed record OutgoingSms(string Commitment, string To, string Text, int Segments = 1) : Outgoing(Commitment);

/// <summary>Sends SMS through Twilio's Messages API.</summary>
public sealed class SmsSender(ITwilioRestClient client, MessageComposer composer, IOptions<TwilioOptions> twilio, IOptions<PeykOptions> peyk, TimeProvider time)
    : IChannelSender
{
    // The provider's bounds of ValidityPeriod, in seconds; below a minute its own advice is not to.
    private const int ShortestValidity = 60;
    private const int LongestValidity = 36_000;

    public Channel Channel => Channel.Sms;

    public bool IsFoundByText => true;

    public Outgoing Compose(StoredNotification stored, NotificationContent content)
    {
        var sms = composer.Sms(stored, content);
        return new OutgoingSms(Commitment.Of(content.Salt, content.Mobile!, sms.Text), content.Mobile!, sms.Text, sms.Segments);
    }

    public async Task<SendResult> SendAsync(
        Outgoing message, AttemptId attempt, TimeSpan validFor, CancellationToken cancellationToken)
    {
        var sms = (OutgoingSms)message;
        var options = new CreateMessageOptions(new PhoneNumber(sms.To))
        {
            Body = sms.Text,
            MessagingServiceSid = twilio.Value.MessagingServiceSid,
            From = string.IsNullOrEmpty(twilio.Value.From) ? null : new PhoneNumber(twilio.Value.From),
            // The fragment asks Twilio to retry the callback; it is neither sent nor signed.
            StatusCallback = new Uri($"{peyk.Value.PublicUrl.TrimEnd('/')}{TwilioStatusHttp.Path}?d={attempt}#rc=5&rp=all"),
            ValidityPeriod = (int)Math.Clamp(validFor.TotalSeconds, ShortestValidity, LongestValidity),
        };
        try
        {
            var sent = await MessageResource.CreateAsync(options, client).WaitAsync(cancellationToken);
            return new SendResult.Taken(sent.Sid);
        }
        catch (ApiException e)
        {
            return TwilioOutcomes.ToResult(e);
        }
        catch (ApiConnectionException e)
        {
            return TwilioOutcomes.ToResult(e);
        }
        catch (OperationCanceledException)
        {
            return new SendResult.Unknown("timeout");
        }
    }

    /// <remarks>
    /// The list cannot be filtered by our id or by text, so every message to the number since the attempt is compared by its
    /// commitment. Messages that were not sent yet may have no date, hence no date filter.
    /// </remarks>
    public async Task<Evidence> FindAsync(
        NotificationContent content, Attempt attempt, IReadOnlySet<string> owned, CancellationToken cancellationToken)
    {
        var options = new ReadMessageOptions { To = new PhoneNumber(content.Mobile!), PageSize = 200, Limit = 1000 };
        try
        {
            var listed = await MessageResource.ReadAsync(options, client).WaitAsync(cancellationToken);
            // Twilio's clock and ours may differ a little.
            var earliest = attempt.ClaimedAt.UtcDateTime.AddMinutes(-2);
            foreach (var message in listed)
            {
                if (message.DateCreated < earliest)
                    break; // Newest first.
                if (!owned.Contains(message.Sid) && Commitment.Of(content.Salt, content.Mobile!, message.Body) == attempt.Commitment)
                    return new Evidence.Found(message.Sid);
            }

            return new Evidence.None();
        }
        catch (TwilioException)
        {
            return new Evidence.Unavailable();
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return new Evidence.Unavailable();
        }
    }

    public async Task<Receipt?> FetchReceiptAsync(string providerId, CancellationToken cancellationToken)
    {
        try
        {
            var message = await MessageResource.FetchAsync(new FetchMessageOptions(providerId), client).WaitAsync(cancellationToken);
            var receipt = TwilioOutcomes.Parse(message.Status?.ToString()) is { } status
                ? TwilioOutcomes.ToReceipt(status, message.ErrorCode, providerId, time.GetUtcNow())
                : null;
            return receipt is null ? null : receipt with { Price = TwilioOutcomes.ToPrice(message.Price, message.PriceUnit) };
        }
        catch (TwilioException)
        {
            return null;
        }
    }
}
