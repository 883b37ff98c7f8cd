namespace Peyk.Functions.Callbacks;

/// <summary>A callback as the API shows it to its client.</summary>
/// <param name="Id">The event's id, which the endpoint gets as <c>webhook-id</c>.</param>
/// <param name="Notification">Absent for a test.</param>
/// <param name="At">When it happened.</param>
public sealed record CallbackView(
    string Id,
    string Type,
    Guid? Notification,
    CallbackStatus Status,
    DateTimeOffset At,
    int Attempts,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? LastAttemptAt,
    CallbackFailure? LastFailure,
    int? LastHttpStatus)
{
    public static CallbackView Of(Callback callback) => new(
        callback.Event.Id, callback.Event.Type, callback.Event.Notification, callback.Status, callback.Event.At, callback.Attempts, callback.Due,
        callback.LastAt, callback.LastFailure, callback.LastHttpStatus);
}

/// <param name="Next">Give it as <c>after</c> next time; null when there is no more.</param>
public sealed record CallbackPage(IReadOnlyList<CallbackView> Items, string? Next);

/// <summary>The answer to a request that sends one callback.</summary>
public sealed record CallbackRequested(string Id, CallbackStatus Status);

/// <param name="Count">How many will be sent again.</param>
/// <param name="More">There are more: ask again.</param>
public sealed record CallbacksRequested(int Count, bool More);
