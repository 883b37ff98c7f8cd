using Azure;
using Peyk.Core.Text;
using Peyk.Functions.Feedback;

namespace Peyk.Functions.Complaints;

/// <summary>Where a complaint stands.</summary>
public enum ComplaintState
{
    /// <summary>The unit has to answer.</summary>
    Open,

    /// <summary>The promised time went by without an answer; who stands above the unit was told.</summary>
    Overdue,

    /// <summary>The unit has answered; the citizen is being told.</summary>
    Answered,

    /// <summary>The citizen was sent the answer, and asked how the recovery was; or there is nobody to answer any more.</summary>
    Closed,
}

/// <summary>How we learned of it.</summary>
public enum ComplaintSource
{
    /// <summary>A low score in a survey.</summary>
    LowScore,

    /// <summary>A text message or a comment with a word of complaint.</summary>
    Keyword,

    /// <summary>The form that the pages of a case and of a survey lead to.</summary>
    Form,
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
    /// <summary>When it must be looked at next: to tell those who must know, when it is overdue, to tell the answer; null when nothing is left to do.</summary>
    public DateTimeOffset? Due { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The unit still has to answer.</summary>
    public bool IsWaiting => State is ComplaintState.Open or ComplaintState.Overdue;

    public ETag ETag { get; init; }
}

/// <summary>Everything personal of a complaint; it lives encrypted in its row.</summary>
public sealed record ComplaintMatter(FeedbackPerson Person, string? Text = null, int? Score = null, string? Answer = null)
{
    /// <summary>Longest text, in UTF-16 code units: what comes beyond it is cut off.</summary>
    public const int LongestText = 8000;

    /// <summary>Everything that was said, in the order in which it came; what is in it already is not said twice.</summary>
    public ComplaintMatter And(ComplaintMatter more)
    {
        var text = more.Text is null || Says(more.Text) ? Text
            : Text is null || more.Says(Text) ? more.Text
            : $"{Text}\n{more.Text}";
        return this with { Text = text is null ? null : UnicodeText.Shorten(text, LongestText), Score = more.Score ?? Score };
    }

    /// <summary>The words stand in the text as lines of their own.</summary>
    public bool Says(string words) => $"\n{Text}\n".Contains($"\n{words}\n", StringComparison.Ordinal);
}
