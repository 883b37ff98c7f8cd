using System.Collections.Immutable;
using System.Text.Json;
using Azure;
using Peyk.Core.Deliveries;
using Peyk.Core.Reminders;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Reminders;

/// <summary>Where a reminder stands.</summary>
public enum ReminderState
{
    /// <summary>Something of it is still to go.</summary>
    Active,

    /// <summary>All of it went, or was too late.</summary>
    Done,

    /// <summary>What it waited for has happened.</summary>
    Stopped,

    /// <summary>The client took it back.</summary>
    Cancelled,
}

/// <summary>Why an occurrence did not go.</summary>
public enum SkipReason
{
    /// <summary>It was of no use any more when it could have gone.</summary>
    TooLate,

    /// <summary>What the reminder waits for had happened.</summary>
    Stopped,

    /// <summary>The client took it back, or changed the reminder.</summary>
    Cancelled,

    /// <summary>The contact has no address on the wanted channels.</summary>
    NoAddress,
}

/// <summary>What became of an occurrence.</summary>
/// <param name="Version">The reminder's version of which it is a part.</param>
/// <param name="Notification">The notification that it became; null when it was skipped.</param>
/// <param name="Skipped">Why it did not go; beside a notification: that was taken back in time.</param>
public sealed record SettledOccurrence(
    int Version, int Number, DateTimeOffset At, DateTimeOffset ExpiresAt, Guid? Notification = null, SkipReason? Skipped = null);

/// <summary>Everything personal of a reminder; it lives encrypted in its row.</summary>
/// <param name="ContactId">Whoever it is then, with the addresses that they have then, gets each message.</param>
public sealed record ReminderContent(
    JsonElement Data,
    ChannelPolicy Policy,
    bool Urgent,
    IReadOnlyList<KeptCondition> StopWhen,
    IReadOnlyList<Channel>? Order = null,
    double? FallbackSeconds = null,
    string? Mobile = null,
    string? Email = null,
    string? Name = null,
    string? Language = null,
    string? TimeZone = null,
    Guid? ContactId = null,
    string? Reference = null,
    ReminderCase? Case = null);

/// <summary>The case that a reminder's texts tell of.</summary>
public sealed record ReminderCase(string Code, string Service);

/// <summary>The index rows of a reminder: what it can be found by. Keyed hashes and ids, never a value.</summary>
public sealed record ReminderHashes(string? Reference, string? Mobile, string? Email, Guid? ContactId);

/// <summary>A reminder as its row has it.</summary>
/// <param name="Version">1 when posted; each change by the client adds one. Rows of the schedule that name another version are stale.</param>
/// <param name="Next">The occurrence that goes next; when all is over, the first that did not go any more, or null.</param>
/// <param name="Content">Null when it was cleared.</param>
public sealed record StoredReminder(
    Guid Id,
    string ClientId,
    string Template,
    bool IsTest,
    int Version,
    ReminderState State,
    ReminderPlan Plan,
    int? Next,
    ImmutableArray<SettledOccurrence> Settled,
    DateTimeOffset ChangedAt,
    SealedContent? Content,
    ReminderHashes Hashes)
{
    /// <summary>Most occurrences of which it is told what became of them: the latest.</summary>
    public const int MostSettled = 100;

    public DateTimeOffset CreatedAt => NotificationKeys.TimeOf(Id);

    /// <summary>When it was over; null while it is active.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public string? IdempotencyRow { get; init; }

    public ETag ETag { get; init; }

    public StoredReminder With(IEnumerable<SettledOccurrence> settled) => this with { Settled = [.. Settled.Concat(settled).TakeLast(MostSettled)] };
}
