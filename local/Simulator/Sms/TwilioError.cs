using System.Text.Json.Serialization;

namespace Peyk.Local.Simulator.Sms;

/// <summary>The JSON of a refused request.</summary>
internal sealed record TwilioError(
    [property: JsonPropertyName("code")] int Code,
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("more_info")] string MoreInfo,
    [property: JsonPropertyName("status")] int Status)
{
    public static TwilioError Of(int status, int code) => new(code, Text(code), $"https://www.twilio.com/docs/errors/{code}", status);

    public IResult ToResult() => Results.Json(this, SimulatorJson.Default.TwilioError, statusCode: Status);

    private static string Text(int code) => code switch
    {
        20001 => "A parameter has a value that is not allowed",
        20003 => "Authenticate",
        20404 => "The requested resource was not found",
        20409 => "The message is in a state that does not allow this",
        20429 => "Too many requests",
        20500 => "Internal server error",
        20503 => "Service unavailable",
        21211 => "Invalid 'To' phone number",
        21212 => "Invalid 'From' phone number",
        21214 => "'To' phone number cannot be reached",
        21217 => "Phone number does not appear to be valid",
        21408 => "No permission to send to this region",
        21602 => "A message body or media URLs are required",
        21603 => "A 'From' phone number or Messaging Service is required",
        21604 => "A 'To' phone number is required",
        21606 => "'From' cannot send to this destination",
        21608 => "'To' is not verified for this trial account",
        21609 => "Invalid 'StatusCallback' URL",
        21610 => "The recipient has opted out",
        21611 => "The queue of this sender is full",
        21612 => "No route from 'From' to 'To'",
        21614 => "'To' is not a mobile number",
        21617 => "The body is longer than 1600 characters",
        21618 => "The body cannot be sent",
        21620 => "Invalid media URL",
        21623 => "More than 10 media URLs",
        21624 => "Validity period out of 1 to 36000 seconds",
        21655 => "Invalid ContentSid",
        21656 => "ContentVariables is not a JSON object",
        21703 => "The Messaging Service has no sender for this destination",
        21705 => "Invalid Messaging Service SID",
        35111 => "SendAt is missing",
        35114 => "SendAt is not 5 minutes to 35 days ahead",
        35118 => "Scheduling needs a Messaging Service",
        _ => "The request was refused",
    };
}
