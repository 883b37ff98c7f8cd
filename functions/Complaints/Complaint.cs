using Azure;
using Peyk.Functions.Feedback;

namespace Peyk.Functions.Complaints;

/// <summary>Where a complaint stands.</summary>
public enum ComplaintState
{
    /// <summary>The unit has to answer.</summary>
    Open,

    /// <summary>The promised time went by without an answer; who stands above the unit was told.</summary>
    Overdue,

    /// <summary>The citizen has the answer.</summary>
    Answered,
}

/// <summary>How we learned of it.</summary>
public enum ComplaintSource
{
    /// <summary>A low score in a survey.</summary>
    LowScore,

    /// <summary>A text message with a word of complaint.</summary>
    Keyword,

    /// <summary>A client posted it, as from a form of its own.</summary>
    Client,
}

/// <summary>Something went wrong for a citizen, and somebody promised to answer.</summary>
/// <param name="Code">What the citizen is told to name it by: digits only.</param>
/// <param name="PromisedBy">End of the day by which the citizen has been promised an answer.</param>
/// <param name="Request">The request for feedback that it came from; null when it came otherwise.</param>
/// <param name="Matter">Null when it was not read, or was erased.</param>
public sealed record Complaint(
    Guid Id, string ClientId, bool IsTest, string Code, ComplaintSource Source, string? Service, string Language, DateTimeOffset CreatedAt,
    DateTimeOffset PromisedBy, ComplaintState State, Guid? Request, ComplaintMatter? Matter)
{
    /// <summary>When it must be looked at next: to tell those who must know, then when it is overdue; null when it is answered.</summary>
    public DateTimeOffset? Due { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public ETag ETag { get; init; }
}

/// <summary>Everything personal of a complaint; it lives encrypted in its row.</summary>
public sealed record ComplaintMatter(FeedbackPerson Person, string? Text = null, int? Score = null, string? Answer = null);
