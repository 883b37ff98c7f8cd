namespace Peyk.Functions.Feedback;

/// <summary>What makes an answer doubtful. It is kept all the same; reports say how many there are.</summary>
[Flags]
public enum AnswerFlags
{
    None = 0,

    /// <summary>It came after the request's end and does not count.</summary>
    Late = 1,

    /// <summary>It came within seconds of the delivery, as machines answer.</summary>
    Hasty = 2,

    /// <summary>A field was filled that people do not see.</summary>
    Honeypot = 4,
}

/// <summary>How a citizen answered.</summary>
public enum AnswerChannel
{
    Sms,
    Web,
}

/// <summary>One answer to one item as it is kept; the last one before the request's end counts, the others are its history.</summary>
/// <param name="TimeToAnswer">From the question's sending, or the request's when that is not known.</param>
/// <param name="Comment">Null when it was not read, was erased, or there is none.</param>
public sealed record GivenAnswer(
    Guid Request, string ClientId, string Survey, string Item, DateTimeOffset At, int? Score, AnswerChannel Channel, string Language, string? Service,
    TimeSpan TimeToAnswer, AnswerFlags Flags, bool IsTest, string? Comment = null);
