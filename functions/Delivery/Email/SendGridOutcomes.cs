using System.Net;
using System.Text.Json;
using Peyk.Core.Deliveries;
using SendGrid;

namespace Peyk.Functions.Delivery.Email;

/// <summary>SendGrid's events as its webhook names them.</summary>
public enum SendGridEventType
{
    Processed,
    Deferred,
    Delivered,
    Bounce,
    Dropped,
    Open,
    Click,
    SpamReport,
    Unsubscribe,
    GroupUnsubscribe,
    GroupResubscribe,
    AccountStatusChange,
}

/// <summary>SendGrid's words in ours: every event in <see cref="ToReceipt"/>, every answer in <see cref="ToResultAsync"/>.</summary>
public static class SendGridOutcomes
{
    private static readonly TimeSpan AccountTrouble = TimeSpan.FromMinutes(1);

    /// <summary>The receipt in an event; null for one that says nothing of the delivery.</summary>
    public static Receipt? ToReceipt(SendGridEvent e) => e.Type switch
    {
        SendGridEventType.Processed or SendGridEventType.Deferred => new Receipt.Taken(e.At, e.MessageId),
        SendGridEventType.Delivered => new Receipt.Delivered(e.At, e.MessageId),
        SendGridEventType.Bounce => new Receipt.Failed(e.At, e.MessageId, BounceReason(e), Code("bounce", e)),
        SendGridEventType.Dropped => new Receipt.Failed(e.At, e.MessageId, DropReason(e.Reason), Code("dropped", e)),
        SendGridEventType.Open or SendGridEventType.Click or SendGridEventType.SpamReport or SendGridEventType.Unsubscribe
            or SendGridEventType.GroupUnsubscribe or SendGridEventType.GroupResubscribe or SendGridEventType.AccountStatusChange => null,
    };

    /// <summary>What a failure means of which only the code was kept: the same, as far as the code tells.</summary>
    /// <param name="code">As in <see cref="ToReceipt"/> or <see cref="ToResultAsync"/>; of an answer, that to a call that named the recipient.</param>
    public static Reason ReasonOf(string? code) => code?.Split('_', 2) switch
    {
        ["bounce", var status] when IsFull(status) => Reason.MailboxFull,
        ["bounce", ..] => Reason.Bounced,
        ["http", ..] => Reason.InvalidAddress,
        _ => Reason.Blocked,
    };

    /// <summary>Reads an event's name; null for one that was added since.</summary>
    public static SendGridEventType? Parse(string? word) =>
        Enum.TryParse<SendGridEventType>(word?.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var type)
        && !char.IsAsciiDigit(word![0]) ? type : null;

    /// <summary>What mail/send answered.</summary>
    public static async Task<SendResult> ToResultAsync(Response response, TimeProvider time, CancellationToken cancellationToken)
    {
        var code = $"http_{(int)response.StatusCode}";
        return response.StatusCode switch
        {
            HttpStatusCode.Accepted or HttpStatusCode.OK => new SendResult.Taken(MessageId(response)),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new SendResult.NotTaken(code, AccountTrouble, Reason.Misconfigured),
            HttpStatusCode.TooManyRequests => new SendResult.NotTaken(code, RetryAfter(response, time)) { IsTooFast = true },
            HttpStatusCode.RequestEntityTooLarge => new SendResult.Refused(Reason.ContentRejected, code),
            HttpStatusCode.BadRequest => new SendResult.Refused(await RefusalAsync(response, cancellationToken), code),
            >= HttpStatusCode.InternalServerError => new SendResult.Unknown(code),
            _ => new SendResult.Refused(Reason.Misconfigured, code),
        };
    }

    /// <summary>What a call without an answer means: only a connection that never was proves that nothing was taken.</summary>
    public static SendResult ToResult(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError => new SendResult.NotTaken("connect"),
        _ => new SendResult.Unknown("no_answer"),
    };

    private static bool IsFull(string? status) => status is "5.2.2" or "4.2.2" or "5.2.3";

    private static Reason BounceReason(SendGridEvent e)
    {
        if (IsFull(e.Status))
            return Reason.MailboxFull;
        return (e.BounceType, e.Classification) switch
        {
            (_, "Invalid Address") => Reason.Bounced,
            (_, "Content" or "Reputation") => Reason.ContentRejected,
            (_, "Mailbox Unavailable" or "Technical" or "Technical Failure" or "Frequency or Volume Too High" or "Frequency/Volume") =>
                Reason.Unreachable,
            ("blocked", _) => Reason.Blocked,
            _ => Reason.Bounced,
        };
    }

    private static Reason DropReason(string? reason) => reason switch
    {
        "Bounced Address" => Reason.Bounced,
        "Unsubscribed Address" => Reason.OptedOut,
        "Spam Reporting Address" => Reason.SpamReport,
        "Invalid" or "Invalid Address" => Reason.InvalidAddress,
        "Spam Content" => Reason.ContentRejected,
        "Invalid SMTPAPI header" or "Recipient List over Package Quota" => Reason.Misconfigured,
        _ => Reason.Blocked,
    };

    private static string Code(string name, SendGridEvent e) => e.Status is { Length: > 0 } status ? $"{name}_{status}" : name;

    private static string MessageId(Response response) =>
        response.Headers.TryGetValues("X-Message-Id", out var values) ? values.First() : "";

    private static TimeSpan? RetryAfter(Response response, TimeProvider time)
    {
        if (response.Headers.RetryAfter?.Delta is { } delta)
            return delta;
        return response.Headers.TryGetValues("X-RateLimit-Reset", out var values) && long.TryParse(values.First(), out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) - time.GetUtcNow()
            : null;
    }

    private static async Task<Reason> RefusalAsync(Response response, CancellationToken cancellationToken)
    {
        try
        {
            using var body = JsonDocument.Parse(await response.Body.ReadAsStringAsync(cancellationToken));
            var aboutRecipient = body.RootElement.GetProperty("errors").EnumerateArray().Any(error =>
                error.TryGetProperty("field", out var field) && field.ValueKind == JsonValueKind.String
                && field.GetString()!.StartsWith("personalizations", StringComparison.Ordinal)
                && field.GetString()!.Contains(".to", StringComparison.Ordinal));
            return aboutRecipient ? Reason.InvalidAddress : Reason.ContentRejected;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return Reason.ContentRejected;
        }
    }
}
