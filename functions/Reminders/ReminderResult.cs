using System.Globalization;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Reminders;

/// <summary>The answers to a posted or changed reminder.</summary>
internal static class ReminderResult
{
    public static IResult Of(ReminderOutcome outcome, int accepted, HttpResponse response)
    {
        switch (outcome)
        {
            case ReminderOutcome.Accepted kept:
                response.Headers.Location = Links.Reminder(kept.Answer.Id);
                response.Headers.ETag = ReminderVersion.Of(kept.Answer.Version);
                if (kept.Replayed)
                    response.Headers["Idempotent-Replayed"] = "true";
                return Results.Json(kept.Answer, HttpJson.Readable.ReminderAccepted, statusCode: accepted);
            case ReminderOutcome.Previewed previewed:
                return Results.Json(previewed.Preview, HttpJson.Readable.ReminderPreview);
            case ReminderOutcome.Refused refused:
                return new ProblemResult(refused.Problem);
            default:
                throw new InvalidOperationException("Unknown outcome.");
        }
    }
}

/// <summary>A reminder's entity tag (RFC 9110, 8.8.3): it follows what the client said, not what was fired since.</summary>
internal static class ReminderVersion
{
    public static string Of(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The version that <c>If-Match</c> names; null for none and for <c>*</c>. False when it is no tag of ours.</summary>
    public static bool TryRead(HttpRequest request, out int? version)
    {
        version = null;
        var text = request.Headers.IfMatch.ToString().Trim();
        if (text.Length == 0 || text == "*")
            return true;
        if (!int.TryParse(text.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        version = number;
        return true;
    }
}
