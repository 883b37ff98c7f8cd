using Peyk.Functions.Clients;
using Peyk.Functions.Operations;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Dashboard;

/// <summary>An operator and a viewer at the dashboard of an app.</summary>
internal sealed class Desk : IDisposable
{
    private readonly PeykHost _app;
    private readonly DateTimeOffset _opened;

    private Desk(PeykHost app, OpsUser @operator, OpsUser viewer)
    {
        (_app, Operator, Viewer) = (app, @operator, viewer);
        _opened = app.Get<TimeProvider>().GetUtcNow();
    }

    public OpsUser Operator { get; }

    public OpsUser Viewer { get; }

    public static async Task<Desk> OpenAsync(PeykHost app) =>
        new(app, await OpsUser.SignInAsync(app), await OpsUser.SignInAsync(app, Scopes.DashboardView));

    /// <summary>Sends a form of the page as the operator, and gives where it led.</summary>
    public async Task<string> ActAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        using var answer = await Operator.SubmitAsync(page, action, fields);
        ((int)answer.StatusCode).ShouldBe(303);
        return answer.Headers.Location!.ToString();
    }

    /// <summary>What a viewer gets who sends the same form with a token of their own.</summary>
    public async Task<int> RefusedAsync(string action, params (string Name, string Value)[] fields)
    {
        // The form of the frame carries the viewer's token.
        using var answer = await Viewer.SubmitAsync("/ops/audit", action, fields);
        return (int)answer.StatusCode;
    }

    /// <summary>Subjects under which an action stands in the audit log since this desk was opened, the newest first.</summary>
    public async Task<IReadOnlyList<string>> AuditedAsync(string action) =>
    [
        .. (await _app.Get<AuditLog>().ReadNewestAsync(200, default))
            .Where(e => e.At >= _opened && e.Entry.Action == action && e.Entry.Client == AuditEntry.Dashboard).Select(e => e.Entry.Subject),
    ];

    public void Dispose()
    {
        Operator.Dispose();
        Viewer.Dispose();
    }
}
