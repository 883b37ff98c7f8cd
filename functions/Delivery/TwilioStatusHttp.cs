using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Addresses;
using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts;
using Peyk.Functions.Delivery.Sms;

namespace Peyk.Functions.Delivery;

/// <summary>Twilio's word on an SMS. Anyone may call it; only what Twilio signed is heard.</summary>
public sealed class TwilioStatusHttp(TwilioSignature signature, Receipts receipts, OptOuts optOuts, TimeProvider time)
{
    public const string Path = "/hooks/twilio/status";

    [Function(nameof(TwilioStatusHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hooks/twilio/status")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await WebhookForm.ReadAsync(request, cancellationToken) is not { } form)
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        if (!signature.IsValid(request, form))
            return Results.StatusCode(StatusCodes.Status403Forbidden);

        var sid = form["MessageSid"].ToString();
        var code = int.TryParse(form["ErrorCode"], out var number) ? number : (int?)null;
        if (AttemptId.Parse(request.Query["d"]) is { } attempt
            && TwilioOutcomes.Parse(form["MessageStatus"]) is { } status
            && TwilioOutcomes.ToReceipt(status, code, sid, time.GetUtcNow()) is { } receipt
            // Twilio's list is the evidence for an SMS of unknown outcome, so its word that the SMS is under way tells nothing new.
            and not Receipt.Taken)
        {
            await receipts.ReceiveAsync(attempt, receipt, cancellationToken);
            // A START since the message was made holds.
            if (receipt is Receipt.Failed { Reason: Reason.OptedOut } && PhoneNumber.TryParse(form["To"], out var to, out _))
                await optOuts.RefusedAsync(to.Value, NotificationKeys.TimeOf(attempt.Notification), cancellationToken);
        }

        return Results.NoContent();
    }
}
