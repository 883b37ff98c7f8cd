using System.Text.Json;
using Peyk.Core.Addresses;
using Peyk.Functions.Newsletters.Sending;

namespace Peyk.Functions.Delivery.Email;

/// <summary>One event of the webhook, as far as we use it.</summary>
/// <param name="Attempt">Null when it carries no id of ours.</param>
/// <param name="Email">The address that it is about; some events have nothing else of ours.</param>
/// <param name="MessageId">The provider's message id, the part that mail/send answered as X-Message-Id.</param>
public sealed record SendGridEvent(
    SendGridEventType Type,
    DateTimeOffset At,
    string EventId,
    AttemptId? Attempt,
    string? MessageId,
    string? Reason,
    string? Status,
    string? BounceType,
    string? Classification,
    EmailAddress? Email = null)
{
    /// <summary>The copy of a newsletter that it is about; null for other mails.</summary>
    public IssueCopyId? Copy { get; init; }

    public const string IdArg = "peyk_id";
    public const string DeliveryArg = "peyk_delivery";
    public const string AttemptArg = "peyk_attempt";

    /// <summary>Reads an event leniently: the provider adds members and types without notice. Null for a type we do not know.</summary>
    public static SendGridEvent? Read(JsonElement e, DateTimeOffset now)
    {
        if (e.ValueKind != JsonValueKind.Object || SendGridOutcomes.Parse(Text(e, "event")) is not { } type)
            return null;
        return new(
            type,
            Timestamp(e) ?? now,
            Text(e, "sg_event_id") ?? "",
            AttemptId.Parse($"{Text(e, IdArg)}.{Text(e, DeliveryArg)}.{Text(e, AttemptArg)}"),
            MessageIdOf(Text(e, "sg_message_id")),
            Text(e, "reason"),
            Text(e, "status"),
            Text(e, "type"),
            Text(e, "bounce_classification"),
            EmailAddress.TryParse(Text(e, "email"), out var email, out _) ? email : null)
        {
            Copy = CopyOf(e),
        };
    }

    private static IssueCopyId? CopyOf(JsonElement e) =>
        Text(e, IssueCallId.RecipientArg) is { Length: > 0 and <= 64 } recipient && recipient.All(char.IsAsciiHexDigitLower)
        && IssueCallId.Parse(Text(e, IssueCallId.IssueArg), Text(e, IssueCallId.BatchArg), Text(e, IssueCallId.CallArg)) is { } call
            ? new(call, recipient)
            : null;

    private static string? Text(JsonElement e, string name) =>
        e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : null;

    private static DateTimeOffset? Timestamp(JsonElement e)
    {
        if (!e.TryGetProperty("timestamp", out var value))
            return null;
        long seconds;
        var read = value.ValueKind == JsonValueKind.Number
            ? value.TryGetInt64(out seconds)
            : long.TryParse(Text(e, "timestamp"), out seconds);
        return read && seconds is > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
    }

    private static string? MessageIdOf(string? id)
    {
        var dot = id?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return dot > 0 ? id![..dot] : id;
    }
}
