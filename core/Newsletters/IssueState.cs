namespace Peyk.Core.Newsletters;

/// <summary>Where an issue stands: <c>draft ⇄ scheduled → sending ⇄ paused → sent | cancelled</c>.</summary>
public enum IssueState
{
    /// <summary>It is being written; nobody gets it.</summary>
    Draft,

    /// <summary>It goes when its time has come. Until then it may be changed.</summary>
    Scheduled,

    /// <summary>It is going out, and may not be changed any more.</summary>
    Sending,

    /// <summary>Somebody, or a guard, stopped it for a while.</summary>
    Paused,

    /// <summary>Every subscriber had their turn.</summary>
    Sent,

    /// <summary>It goes to nobody any more.</summary>
    Cancelled,
}

/// <summary>What stopped an issue that is <see cref="IssueState.Paused"/>.</summary>
public enum PauseCause
{
    /// <summary>The client asked for it.</summary>
    Client,

    /// <summary>An operator stopped it in the dashboard.</summary>
    Operator,

    /// <summary>Too many addresses bounced.</summary>
    Bounces,

    /// <summary>Too many recipients reported it as spam.</summary>
    SpamReports,

    /// <summary>The provider refused the mail itself.</summary>
    Refused,
}

public static class IssueRules
{
    /// <summary>Whether an issue may go from one state to another; staying where it is changes nothing and is no step.</summary>
    public static bool MayBecome(this IssueState from, IssueState to) => from switch
    {
        IssueState.Draft => to is IssueState.Scheduled or IssueState.Cancelled,
        IssueState.Scheduled => to is IssueState.Draft or IssueState.Sending or IssueState.Cancelled,
        IssueState.Sending => to is IssueState.Paused or IssueState.Sent or IssueState.Cancelled,
        IssueState.Paused => to is IssueState.Sending or IssueState.Sent or IssueState.Cancelled,
        IssueState.Sent or IssueState.Cancelled => false,
    };

    /// <summary>Nothing happens to it any more, but for receipts.</summary>
    public static bool IsFinal(this IssueState state) => state is IssueState.Sent or IssueState.Cancelled;

    /// <summary>Whether its texts, readers and times may still be changed.</summary>
    public static bool MayChange(this IssueState state) => state is IssueState.Draft or IssueState.Scheduled;

    /// <summary>Whether somebody must look at it without being asked.</summary>
    public static bool IsOpen(this IssueState state) => state is IssueState.Scheduled or IssueState.Sending or IssueState.Paused;
}
