using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Addresses;
using Peyk.Core.Deliveries;
using Peyk.Core.Inbound;
using Peyk.Functions.Contacts;
using Peyk.Functions.Delivery;
using Peyk.Functions.Delivery.Sms;

namespace Peyk.Functions.Assistant;

/// <summary>
/// An SMS that somebody sent us, as Twilio posts it. Anyone may call it; only what Twilio signed is heard. The text is kept, a hint
/// asks for it to be handled, and the answer is empty and comes at once. A STOP counts from here on, before anything else is sent.
/// </summary>
public sealed class ReceiveSmsHttp(
    TwilioSignature signature, InboundWords words, OptOuts optOuts, Conversations conversations, InboundHandler handler, AddressHashes hashes, TimeProvider time)
{
    private const string NoAnswer = """<?xml version="1.0" encoding="UTF-8"?><Response/>""";
    private const int LongestId = 64;

    [Function(nameof(ReceiveSmsHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hooks/twilio/inbound")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await WebhookForm.ReadAsync(request, cancellationToken) is not { } form)
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        if (!signature.IsValid(request, form))
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (Read(form) is not { } sms)
            return Results.StatusCode(StatusCodes.Status400BadRequest);

        await conversations.AddAsync(sms, cancellationToken);
        var command = words.CommandOf(sms.Body.OptOutType, InboundText.Read(sms.Body.Text));
        if (command is Command.Stop or Command.Start && PhoneNumber.TryParse(sms.Body.From, out var from, out _))
            await optOuts.HearAsync(from, command.Value, sms.Sid, cancellationToken);
        // Should this end before the hint is put, the sweep finds the text.
        await handler.HintAsync(sms.Sender, sms.Sid, cancellationToken);
        return Results.Text(NoAnswer, "text/xml");
    }

    private InboundSms? Read(IFormCollection form)
    {
        var (sid, from, to) = (form["MessageSid"].ToString(), form["From"].ToString(), form["To"].ToString());
        var service = form["MessagingServiceSid"].ToString() is { Length: > 0 } named ? named : to;
        if (!IsId(sid) || !IsId(service) || from.Length is 0 or > LongestId)
            return null;
        // A sender without a number is one too, but nobody's contact.
        var address = PhoneNumber.TryParse(from, out var number, out _) ? number.Value : from;
        _ = int.TryParse(form["NumMedia"], NumberStyles.None, CultureInfo.InvariantCulture, out var media);
        var optOutType = form["OptOutType"].ToString() is { Length: > 0 } type ? type : null;
        return new(
            hashes.Of(Channel.Sms, address, isTest: false), sid, service, time.GetUtcNow(), new(address, to, form["Body"].ToString(), media, optOutType),
            Decision: null, IsHandled: false);
    }

    /// <summary>Letters, digits and plus signs: what row keys take as it is.</summary>
    private static bool IsId(string text) => text.Length is > 0 and <= LongestId && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '+');
}
