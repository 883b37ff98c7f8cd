using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Addresses;
using Peyk.Core.Contacts;
using Peyk.Functions.Delivery;
using Peyk.Functions.Delivery.Sms;

namespace Peyk.Functions.Contacts;

/// <summary>
/// An SMS that somebody sent us, as Twilio posts it. Anyone may call it; only what Twilio signed is heard. The answer is empty and
/// comes at once: keywords are answered by Twilio itself, and nothing else is answered yet.
/// </summary>
public sealed partial class ReceiveSmsHttp(TwilioSignature signature, OptOuts optOuts, ILogger<ReceiveSmsHttp> logger)
{
    private const string NoAnswer = """<?xml version="1.0" encoding="UTF-8"?><Response/>""";

    [Function(nameof(ReceiveSmsHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hooks/twilio/inbound")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await WebhookForm.ReadAsync(request, cancellationToken) is not { } form)
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        if (!signature.IsValid(request, form))
            return Results.StatusCode(StatusCodes.Status403Forbidden);

        var sid = form["MessageSid"].ToString();
        var keyword = SmsKeywords.Read(form["OptOutType"], form["Body"]);
        if (keyword is { } asked && PhoneNumber.TryParse(form["From"], out var from, out _))
            await optOuts.HearAsync(from, asked, sid, cancellationToken);
        Log.Received(logger, sid, keyword);
        return Results.Text(NoAnswer, "text/xml");
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "SMS {Sid} was received: {Keyword}")]
        public static partial void Received(ILogger logger, string sid, SmsKeyword? keyword);
    }
}
