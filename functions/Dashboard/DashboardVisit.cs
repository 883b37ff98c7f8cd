using NodaTime;
using Peyk.Core.Calendars;
using Peyk.Functions.Dashboard.Access;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard;

/// <summary>Somebody who may look at a page of the dashboard.</summary>
/// <param name="Zone">The organisation's, in which times are shown.</param>
/// <param name="FormToken">What their forms carry.</param>
public sealed record DashboardVisit(HttpRequest Request, DashboardUser User, Language Language, DateTimeZone Zone, string FormToken)
{
    public bool MayOperate => User.Role >= DashboardRole.Operator;
}

/// <summary>A page of the dashboard, without its frame.</summary>
/// <param name="Path">Where it is, without a query.</param>
public sealed record DashboardPage(string Path, string Title, Html Main);
