using Azure;

namespace Peyk.Functions.Callbacks;

public enum CallbackStatus
{
    /// <summary>Waits for its first or next attempt.</summary>
    Pending,

    /// <summary>The endpoint answered 2xx.</summary>
    Delivered,

    /// <summary>Given up until the client asks for it again.</summary>
    Parked,
}

/// <summary>Why an attempt failed, or why a callback was parked without one.</summary>
public enum CallbackFailure
{
    /// <summary>The answer was none of 2xx; its status tells more.</summary>
    HttpStatus,

    /// <summary>No answer came in time.</summary>
    Timeout,

    /// <summary>The host's name is not known.</summary>
    NameNotResolved,

    /// <summary>The host's name leads to an address that is not public.</summary>
    AddressNotAllowed,

    /// <summary>Nobody listens there.</summary>
    ConnectionFailed,

    /// <summary>The certificate is not valid, or TLS failed otherwise.</summary>
    TlsFailed,

    /// <summary>The connection broke before an answer came, or the answer was no HTTP.</summary>
    ConnectionLost,

    /// <summary>The endpoint is disabled, since it answered 410.</summary>
    EndpointDisabled,

    /// <summary>The client has no callback address any more.</summary>
    NoEndpoint,
}

/// <summary>What came of an attempt.</summary>
/// <param name="Failure">Null for 2xx.</param>
/// <param name="RetryAfter">The endpoint's wish, not negative.</param>
public sealed record CallbackAnswer(int? HttpStatus, CallbackFailure? Failure, TimeSpan? RetryAfter = null)
{
    /// <summary>The endpoint wants no more callbacks (410).</summary>
    public bool IsGone => HttpStatus == 410;

    /// <summary>The endpoint is overloaded or away, so that other callbacks had better wait too.</summary>
    public bool IsOverload => HttpStatus is 429 or 502 or 503 or 504 || Failure is CallbackFailure.Timeout or CallbackFailure.ConnectionFailed;
}

/// <summary>An event on its way to a client's endpoint.</summary>
/// <param name="Due">When the next attempt is; null unless pending. While one is under way: when it counts as lost.</param>
/// <param name="Attempts">Since it was made, or since it was last asked for again.</param>
/// <param name="Since">When the first of those attempts began.</param>
/// <param name="DoneAt">When it was delivered or parked.</param>
public sealed record Callback(
    string Client,
    CallbackEvent Event,
    CallbackStatus Status,
    DateTimeOffset? Due,
    int Attempts = 0,
    DateTimeOffset? Since = null,
    DateTimeOffset? LastAt = null,
    int? LastHttpStatus = null,
    CallbackFailure? LastFailure = null,
    DateTimeOffset? DoneAt = null,
    ETag ETag = default)
{
    public static Callback Of(string client, CallbackEvent happened, DateTimeOffset now) => new(client, happened, CallbackStatus.Pending, now);

    /// <summary>An attempt begins, and counts from now on, whether or not anybody learns how it ended.</summary>
    public Callback Claim(DateTimeOffset now, TimeSpan lease) => this with { Due = now + lease, Attempts = Attempts + 1, Since = Since ?? now, LastAt = now };

    /// <summary>The attempt ended.</summary>
    public Callback After(CallbackAnswer answer, DateTimeOffset now, TimeSpan retryFor, double jitter)
    {
        var heard = this with { LastHttpStatus = answer.HttpStatus, LastFailure = answer.Failure };
        if (answer.Failure is null)
            return heard with { Status = CallbackStatus.Delivered, Due = null, DoneAt = now };
        return !answer.IsGone && CallbackRetries.Next(now, Since ?? now, Attempts, retryFor, answer.RetryAfter, jitter) is { } next
            ? heard with { Due = next }
            : heard with { Status = CallbackStatus.Parked, Due = null, DoneAt = now };
    }

    /// <summary>It is given up without an attempt.</summary>
    public Callback Park(CallbackFailure why, DateTimeOffset now) =>
        this with { Status = CallbackStatus.Parked, Due = null, DoneAt = now, LastFailure = why, LastHttpStatus = null };

    /// <summary>It is to be sent again, with all its attempts before it.</summary>
    public Callback Again(DateTimeOffset now) =>
        this with { Status = CallbackStatus.Pending, Due = now, Attempts = 0, Since = null, DoneAt = null };
}
