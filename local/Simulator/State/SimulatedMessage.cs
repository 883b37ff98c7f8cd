namespace Peyk.Local.Simulator;

/// <summary>An SMS as the simulated Twilio knows it at one moment.</summary>
/// <param name="Sid">Twilio's id of it.</param>
/// <param name="Direction"><c>outbound-api</c>, <c>outbound-reply</c> (an automatic answer) or <c>inbound</c> (from the phone).</param>
/// <param name="From">Sender, E.164; null until a Messaging Service has chosen one.</param>
/// <param name="To">Recipient, E.164.</param>
/// <param name="Body">Its text.</param>
/// <param name="Status">Twilio's word, such as <c>delivered</c>.</param>
/// <param name="ErrorCode">Twilio's code of a failure.</param>
/// <param name="Segments">Parts that it is sent in.</param>
/// <param name="Encoding"><c>GSM-7</c> or <c>UCS-2</c>.</param>
/// <param name="MessagingServiceSid">The Messaging Service that it was sent through.</param>
/// <param name="StatusCallback">Where its receipts go.</param>
/// <param name="ValidityPeriod">Seconds that it may wait for sending.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="SentAt">When it left for the carrier.</param>
/// <param name="UpdatedAt">When its status changed last.</param>
/// <param name="History">Each status that it had, oldest first.</param>
/// <param name="WebhookStatus">Inbound only: what the app's webhook answered; 0 for no answer, null while under way.</param>
public sealed record SimulatedMessage(
    string Sid,
    string Direction,
    string? From,
    string To,
    string Body,
    string Status,
    int? ErrorCode,
    int Segments,
    string Encoding,
    string? MessagingServiceSid,
    string? StatusCallback,
    int? ValidityPeriod,
    DateTimeOffset CreatedAt,
    DateTimeOffset? SentAt,
    DateTimeOffset UpdatedAt,
    IReadOnlyList<StatusChange> History,
    int? WebhookStatus);

/// <summary>A status and when it was reached.</summary>
public sealed record StatusChange(string Status, DateTimeOffset At);
