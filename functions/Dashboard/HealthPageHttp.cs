using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Dashboard.Access;
using Peyk.Functions.Operations;
using Peyk.Functions.Operations.Checks;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard;

/// <summary>What waits in each queue and whether the storage answers; on demand every check of settings, storage and providers.</summary>
public sealed class HealthPageHttp(DashboardDoor door, Readiness readiness, QueueLengths queues, Doctor doctor, AuditLog audit)
{
    private const string Path = "/ops/health";
    private const string ChecksPath = "/ops/health/checks";

    [Function(nameof(HealthPageHttp))]
    public Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/health")] HttpRequest request, CancellationToken cancellationToken) =>
        door.ShowAsync(request, async (visit, token) => await PageAsync(visit, Html.Empty, token), cancellationToken);

    [Function("RunChecksHttp")]
    public Task<IResult> Check([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/health/checks")] HttpRequest request, CancellationToken cancellationToken) =>
        door.ActAsync(request, DashboardRole.Operator, async (visit, _, token) =>
        {
            await audit.WriteAsync(visit.User, "checks_run", "all", token);
            var results = await doctor.RunAsync(token).ToListAsync(token);
            return door.Answer(visit, await PageAsync(visit, Checks(visit, results), token));
        }, cancellationToken);

    private async Task<DashboardPage> PageAsync(DashboardVisit visit, Html checks, CancellationToken cancellationToken)
    {
        var language = visit.Language;
        var lengths = queues.ReadAsync(cancellationToken);
        var missing = await readiness.MissingAsync(cancellationToken);
        var standing = missing.Count == 0
            ? DashboardWords.State(language["ops.health.ready"], "good")
            : Html.Of($"""{DashboardWords.State(language["ops.health.notReady"], "bad")} {DashboardParts.Code(string.Join(", ", missing))}""");
        return new(Path, language["ops.health.name"], Html.Of($"""
            <p>{language["ops.health.storage"]} {standing}</p>
            {DashboardParts.Table(language["ops.health.queues"], [language["ops.health.queue"], language["ops.health.waiting"]], (await lengths).Select(q => Row(visit, q)))}
            <h2>{language["ops.health.checks"]}</h2>
            <p class="hint">{language["ops.health.checksHint"]}</p>
            {checks}
            {DashboardParts.Form(visit, ChecksPath, language["ops.health.run"])}
            """));
    }

    private static IReadOnlyList<Html> Row(DashboardVisit visit, QueueLength queue) =>
        [DashboardParts.Code(queue.Name), DashboardParts.Cell(visit.Language, queue.Messages)];

    private static Html Checks(DashboardVisit visit, IReadOnlyList<CheckResult> results) => DashboardParts.Table(
        visit.Language["ops.health.checks"],
        [visit.Language["ops.health.what"], visit.Language["ops.health.state"], visit.Language["ops.health.detail"]],
        results.Select(r => (IReadOnlyList<Html>)
        [
            Html.Of($"{r.What}"),
            DashboardWords.State(visit.Language[$"ops.health.{Shared.SnakeCase.ToWord(r.State)}"], r.State switch
            {
                CheckState.Ok => "good",
                CheckState.Warning => "warn",
                CheckState.Failed => "bad",
                CheckState.Skipped => "",
            }),
            Html.Of($"""<bdi dir="ltr">{r.Detail} {r.Mend}</bdi>"""),
        ]));
}
