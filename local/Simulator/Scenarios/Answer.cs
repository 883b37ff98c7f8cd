namespace Peyk.Local.Simulator.Scenarios;

internal enum AnswerKind
{
    Accept,

    /// <summary>The documented error answer; nothing is accepted.</summary>
    Refuse,

    /// <summary>No answer; nothing is accepted.</summary>
    Hang,

    /// <summary>The connection is reset; nothing is accepted.</summary>
    Reset,

    AcceptThenError,
    AcceptThenHang,
    AcceptThenReset,

    /// <summary>All receipts are posted before the answer goes out.</summary>
    AcceptAfterReceipts,
}

/// <summary>What the sending request gets.</summary>
/// <param name="Kind">The behaviour.</param>
/// <param name="HttpStatus">Status of an error answer.</param>
/// <param name="Code">Twilio's error code.</param>
/// <param name="Times">How many requests in a row get it before one is accepted; then it starts over. 0: all of them.</param>
internal sealed record Answer(AnswerKind Kind, int HttpStatus = 0, int Code = 0, int Times = 0)
{
    public static readonly Answer Accept = new(AnswerKind.Accept);

    public bool Accepts => Kind is AnswerKind.Accept or AnswerKind.AcceptThenError or AnswerKind.AcceptThenHang
        or AnswerKind.AcceptThenReset or AnswerKind.AcceptAfterReceipts;

    public static Answer Refuse(int httpStatus, int code = 0, int times = 0) => new(AnswerKind.Refuse, httpStatus, code, times);

    public static Answer? Of(Fault fault, bool twilio) => fault switch
    {
        Fault.None => null,
        Fault.ServerError => Refuse(500, twilio ? 20500 : 0),
        Fault.RateLimited => Refuse(429, twilio ? 20429 : 0),
        Fault.TimeoutBeforeAccept => new(AnswerKind.Hang),
        Fault.TimeoutAfterAccept => new(AnswerKind.AcceptThenHang),
        Fault.ErrorAfterAccept => new(AnswerKind.AcceptThenError, 500, twilio ? 20500 : 0),
        Fault.ResetBeforeAccept => new(AnswerKind.Reset),
        Fault.ResetAfterAccept => new(AnswerKind.AcceptThenReset),
    };
}

/// <summary>When a receipt is due, counted from acceptance.</summary>
internal enum When
{
    AtOnce,
    Sent,
    Final,
    Late,
}

internal static class WhenExtensions
{
    public static TimeSpan After(this When when, ReceiptDelays delays) => when switch
    {
        When.AtOnce => TimeSpan.Zero,
        When.Sent => delays.Sent,
        When.Final => delays.Final,
        When.Late => delays.Late,
    };
}
