using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Dashboard.Access;

/// <summary>One way of knowing who asks.</summary>
public interface IUserSource
{
    /// <summary>The setting that chooses it.</summary>
    DashboardAccess Access { get; }

    /// <summary>Where somebody goes who has not shown yet who they are; null when there is no such place.</summary>
    /// <param name="returnTo">The path to come back to.</param>
    string? SignIn(string returnTo);

    /// <summary>Whether a request says who it comes from, be they allowed or not.</summary>
    /// <returns>Null when it does not.</returns>
    Task<Visitor?> FindAsync(HttpRequest request, CancellationToken cancellationToken);
}

/// <summary>Somebody who has shown who they are.</summary>
/// <param name="Role">Null when they have none here.</param>
public sealed record Visitor(string Id, DashboardRole? Role)
{
    public DashboardUser? User => Role is { } role ? new(Id, role) : null;

    /// <param name="roles">All that they have, ours or not.</param>
    public static Visitor Of(string id, IReadOnlyCollection<string> roles, DashboardOptions options) => new(
        id,
        roles.Contains(options.OperatorRole, StringComparer.Ordinal) ? DashboardRole.Operator
        : roles.Contains(options.ViewerRole, StringComparer.Ordinal) ? DashboardRole.Viewer
        : null);
}
