namespace Peyk.Functions.Dashboard.Access;

/// <summary>What somebody may do in the dashboard; each role may what those before it may.</summary>
public enum DashboardRole
{
    Viewer,
    Operator,
}

/// <summary>Somebody who may use the dashboard.</summary>
/// <param name="Id">As whoever vouches for them calls them. It goes to the audit log and nowhere else.</param>
public sealed record DashboardUser(string Id, DashboardRole Role)
{
    /// <summary>Longest id that is kept.</summary>
    public const int LongestId = 200;
}
