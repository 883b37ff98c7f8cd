using System.Collections.Immutable;
using Azure;
using Peyk.Core.Deliveries;

namespace Peyk.Functions.Newsletters.Sending;

public enum IssueBatchStatus
{
    /// <summary>Its turn comes, or comes again.</summary>
    Waiting,

    /// <summary>Somebody works on it until its lease ends.</summary>
    Sending,

    /// <summary>All is called; whether the provider took one of the calls is still to be proven.</summary>
    Seeking,

    /// <summary>Nothing is left to be sent.</summary>
    Done,
}

public enum CallOutcome
{
    /// <summary>Recorded before the call. Without a lease that lives, its caller is gone and nobody knows what became of it.</summary>
    Begun,

    Taken,

    /// <summary>It may or may not have been taken: an event of it proves that it was.</summary>
    Unknown,
}

/// <summary>One call of the provider, for recipients of one language. The provider takes all of a call or nothing.</summary>
/// <param name="Number">Of the batch, never given twice: its recipients and events name it.</param>
/// <param name="At">Since when the outcome is so.</param>
/// <param name="BegunAt">When it was recorded; null in what was written before that was kept.</param>
/// <param name="Each">What each mail costs if the provider takes the call, as it was known then; null in what was written before that was kept.</param>
public sealed record IssueCall(
    int Number, string Language, int Count, CallOutcome Outcome, DateTimeOffset At, DateTimeOffset? BegunAt = null, Charge? Each = null);

/// <summary>A range of a topic's subscriptions, in the order of their hashes, that is sent at one go.</summary>
/// <param name="Number">From 1.</param>
/// <param name="After">The boundary after which the range begins; empty at the first.</param>
/// <param name="Through">The boundary at which it ends: see <see cref="BoundaryAt"/>.</param>
/// <param name="Planned">Recipients in it when it was cut.</param>
public sealed record IssueBatch(Guid Issue, int Number, string After, string Through, int Planned)
{
    /// <summary>Calls of one run at most.</summary>
    public const int MostCalls = 1000;

    public IssueBatchStatus Status { get; init; }

    /// <summary>Before it nobody begins: the end of a lease, of a pause, or of the wait for evidence.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>That of the only hint that counts.</summary>
    public int Turn { get; init; }

    /// <summary>How often it was claimed.</summary>
    public int Runs { get; init; }

    /// <summary>Those that were, or may have been, taken.</summary>
    public ImmutableArray<IssueCall> Calls { get; init; } = [];

    /// <summary>Recipients whom the provider refused by name.</summary>
    public int Refused { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public ETag Version { get; init; }

    public int Sent => Calls.Where(c => c.Outcome == CallOutcome.Taken).Sum(c => c.Count);

    /// <summary>Of those who were planned: unsubscribed, blocked or changed before their mail went out.</summary>
    public int Suppressed => Status == IssueBatchStatus.Done ? Math.Max(0, Planned - Sent - Refused) : 0;

    /// <summary>
    /// A boundary behind a hash and all that begin like it. It is too short to lead to anybody, so that it may stay when people are erased.
    /// </summary>
    public static string BoundaryAt(string hash) => hash[..6] + '~';

    /// <summary>Number of the first call of this run.</summary>
    public int FirstCall => Runs * MostCalls;

    public IssueBatch With(IssueCall call) =>
        this with { Calls = [.. Calls.Where(c => c.Number != call.Number), call] };

    public IssueBatch Without(IssueCall call) => this with { Calls = [.. Calls.Where(c => c.Number != call.Number)] };
}

/// <summary>How far an issue's recipients are cut into batches.</summary>
/// <param name="Cut">The boundary up to which all are in batches; empty at first.</param>
/// <param name="Batches">How many there are; they are numbered from 1.</param>
/// <param name="Recipients">In all of them.</param>
public sealed record IssuePlan(Guid Issue, string Cut, int Batches, int Recipients, bool IsWhole)
{
    /// <summary>Every batch before it is done.</summary>
    public int FirstOpen { get; init; } = 1;

    /// <summary>Who cuts says so until then.</summary>
    public DateTimeOffset LeaseUntil { get; init; } = DateTimeOffset.UnixEpoch;

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What was known when the issue was stopped by its outcomes: those do not stop it again.</summary>
    public Core.Newsletters.IssueOutcomes Forgiven { get; init; } = Core.Newsletters.IssueOutcomes.None;

    public ETag Version { get; init; }
}
