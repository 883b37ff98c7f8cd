using Azure;
using Peyk.Core.Deliveries;

namespace Peyk.Functions.Feedback;

/// <summary>Where a request for feedback stands.</summary>
public enum FeedbackState
{
    /// <summary>Asked, or about to be.</summary>
    Open,

    /// <summary>Every item that is asked was answered.</summary>
    Answered,

    /// <summary>Not asked: the sample left the person out.</summary>
    Skipped,

    /// <summary>The person was asked something lately, so that this was not.</summary>
    Spared,

    /// <summary>The citizen wants no more of it, or a later request took its place.</summary>
    Closed,
}

/// <summary>A survey put to one person. Its id is the notification's that asks.</summary>
/// <param name="Person">Null when nobody was asked, or when the person was erased or is over their time: then nothing tells whose the answers are.</param>
/// <param name="ExpiresAt">Answers that come later are kept as late and do not count.</param>
public sealed record FeedbackRequest(
    Guid Id, string ClientId, bool IsTest, string Survey, string Language, string? Service, Channel Channel, DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt, FeedbackState State, FeedbackPerson? Person)
{
    /// <summary>When the one reminder goes; null when none does, or it went.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    public DateTimeOffset? FirstAnswerAt { get; init; }

    /// <summary>Where the idempotency key is kept of a request for which nobody was asked: no notification names it.</summary>
    public string? IdempotencyRow { get; init; }

    public ETag ETag { get; init; }
}

/// <summary>Everything personal of a request; it lives encrypted in its row.</summary>
public sealed record FeedbackPerson(
    Guid? ContactId = null, string? Mobile = null, string? Email = null, string? Name = null, string? TimeZone = null, string? CaseCode = null,
    string? Reference = null);
