using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Peyk.Core.Deliveries;
using Peyk.Core.Templates;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Delivery;

/// <summary>What a notification is about, as far as reports may know: no personal data.</summary>
/// <param name="IsTest">It came with a test key and is never given to a provider.</param>
public sealed record NotificationFacts(
    string ClientId, string Kind, string Template, string Language, string? Service = null, string? Step = null, bool IsTest = false)
{
    /// <summary>Who goes first: its hints go to the queue of its lane.</summary>
    public Lane Lane { get; init; }

    /// <summary>W3C trace context in which it was taken over, so that receipts and repairs go on with that trace.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Keys of the idempotency row that names this notification, which goes when the notification goes.</summary>
    public string? IdempotencyRow { get; init; }

    /// <summary>Hash of the client's reference: with it goes the reference's row when the notification goes. Null when none was given.</summary>
    public string? ReferenceHash { get; init; }
}

/// <summary>The end of a log's chain: how many entries it has, and the last one's MAC.</summary>
public sealed record ChainEnd(int Count, string Mac, string KeyId);

/// <summary>An entry of the log as it stands in its row.</summary>
public sealed record LogEntry(int Sequence, LogEvent Event, string KeyId, string Mac);

/// <summary>A notification as its rows have it.</summary>
/// <param name="Content">Null when it was not read, or was erased.</param>
/// <param name="Log">Empty when it was not read.</param>
public sealed record StoredNotification(
    NotificationFacts Facts,
    Notification Notification,
    ChainEnd Chain,
    ETag ETag,
    SealedContent? Content,
    IReadOnlyList<LogEntry> Log)
{
    /// <summary>Whether the content row is still there, read or not.</summary>
    public bool HasContent { get; init; } = true;
}

/// <summary>Everything personal of a notification; it lives encrypted in its content row and nowhere else.</summary>
/// <param name="ContactId">The contact that the request named; null when it brought its own addresses.</param>
/// <param name="Issue">The newsletter's issue of which it is a test send.</param>
/// <param name="Salt">Base64; part of the commitments in the log, so that they say nothing once this row is gone.</param>
public sealed record NotificationContent(
    string Salt,
    string Language,
    JsonElement Data,
    string? Mobile = null,
    string? Email = null,
    string? Name = null,
    string? TimeZone = null,
    string? Reference = null,
    CaseContent? Case = null,
    Guid? ContactId = null,
    DueContent? Due = null,
    Guid? Issue = null,
    FeedbackContent? Feedback = null)
{
    /// <summary>The recipient's settings page, put in at the moment of sending and never kept. Null when it has none.</summary>
    [JsonIgnore]
    public string? PreferencesLink { get; init; }

    /// <summary>The mail itself, put in at the moment of sending where no template makes it, and never kept.</summary>
    [JsonIgnore]
    public RenderedEmail? Mail { get; init; }

    public string? AddressOn(Channel channel) => channel switch
    {
        Channel.Sms => Mobile,
        Channel.Email => Email,
    };
}

/// <summary>When that is due of which a reminder reminds.</summary>
/// <param name="Date">By the recipient's clock, as 2026-12-01.</param>
/// <param name="At">Null when only a day was named.</param>
public sealed record DueContent(string Date, DateTimeOffset? At = null);

/// <summary>The case that a message tells of.</summary>
/// <param name="Step">The step that was reached; empty in a message that announces none.</param>
/// <param name="Withdrawn">It tells that the step did not happen after all.</param>
public sealed record CaseContent(string Code, string Service, string Step, DateTimeOffset OccurredAt, bool Withdrawn = false);

/// <summary>The request for feedback that a notification asks for, or reminds of.</summary>
public sealed record FeedbackContent(Guid Request, string Survey);

/// <summary>A hint: look at this delivery now. Doing so twice, late or never does no harm.</summary>
/// <param name="V">Version of the message's form; a newer one than we know is put back.</param>
/// <param name="TraceParent">W3C trace context of what caused it, by the name that the runtime looks for.</param>
/// <param name="VisibleAt">From when it could be picked up.</param>
/// <param name="Returned">How often it was put back after it had failed too often.</param>
public sealed record DeliveryHint(
    int V, Guid Id, int Delivery, [property: JsonPropertyName("traceparent")] string? TraceParent = null, DateTimeOffset? VisibleAt = null,
    int? Returned = null)
{
    public const int Version = 1;
}
