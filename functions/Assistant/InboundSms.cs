using Azure;
using Peyk.Core.Inbound;

namespace Peyk.Functions.Assistant;

/// <summary>A text of a citizen as it is kept.</summary>
/// <param name="Sender">Keyed hash of the sender's number.</param>
/// <param name="Sid">Twilio's id of it: one text, however often it is delivered.</param>
/// <param name="Service">The messaging service that it was sent to, or our number.</param>
/// <param name="ReceivedAt">When it was delivered first.</param>
/// <param name="Decision">What is to be done about it; null until that is decided, and then the same for good.</param>
public sealed record InboundSms(
    string Sender, string Sid, string Service, DateTimeOffset ReceivedAt, InboundBody Body, InboundDecision? Decision, bool IsHandled)
{
    /// <summary>What a person answered; null until one did.</summary>
    public MessageAnswer? Answer { get; init; }

    /// <summary>Since when it waits for being handled.</summary>
    public DateTimeOffset WaitsSince => Answer?.At ?? ReceivedAt;

    public ETag ETag { get; init; }
}

/// <summary>Everything personal of a text; it lives encrypted in its row.</summary>
/// <param name="OptOutType">What Twilio says of it: <c>STOP</c>, <c>START</c> or <c>HELP</c>, which it answers itself; null when nothing.</param>
/// <param name="Media">Number of pictures and the like.</param>
public sealed record InboundBody(string From, string To, string Text, int Media = 0, string? OptOutType = null);

/// <summary>What a text was taken for.</summary>
public enum InboundOutcome
{
    /// <summary>The citizen wants no more messages.</summary>
    Stopped,

    Started,
    Helped,

    /// <summary>It answers the question that was asked, and another one follows.</summary>
    Answered,

    /// <summary>It answers the last question.</summary>
    Completed,

    /// <summary>It answers a request that is over.</summary>
    AnsweredLate,

    /// <summary>It was not understood, and the question is asked once more.</summary>
    AskedAgain,

    /// <summary>It was not understood twice: no more is asked.</summary>
    GivenUp,

    CaseShown,
    CaseUnknown,

    /// <summary>A file had the answer ready.</summary>
    ReadyAnswer,

    /// <summary>It complains: a complaint is opened, or added to.</summary>
    Complaint,

    /// <summary>It is for a person to read.</summary>
    Message,

    /// <summary>There was no text in it.</summary>
    NotText,

    /// <summary>A machine sent it, by the look of it; it is kept and not answered.</summary>
    Automatic,
}

/// <summary>What is to be done about a text. It is kept before anything of it is done, so that a repeat does the same.</summary>
/// <param name="Answer">An answer to keep.</param>
/// <param name="Close">Requests for feedback that end.</param>
/// <param name="Code">The code of the message that the text is kept as; null when nobody needs to read it.</param>
/// <param name="Reply">Null when nothing is answered.</param>
/// <param name="Complaint">A complaint to open.</param>
public sealed record InboundDecision(
    InboundOutcome Outcome, Command? Command = null, SurveyAnswer? Answer = null, IReadOnlyList<Guid>? Close = null, string? Code = null, Reply? Reply = null,
    SmsComplaint? Complaint = null);

/// <summary>An answer to one item.</summary>
public sealed record SurveyAnswer(Guid Request, string Item, int? Score = null, string? Comment = null, bool IsLate = false);

/// <summary>A text that is waiting, as it is told to the queue.</summary>
/// <param name="V">Version of the message's form; a newer one than we know is put back.</param>
/// <param name="Returned">How often it was put back after it had failed too often.</param>
public sealed record InboundHint(int V, string Sender, string Sid, int? Returned = null)
{
    public const int Version = 1;
}
