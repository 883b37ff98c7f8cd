using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard;

/// <summary>The page of what people did: who, when, to what.</summary>
public sealed class AuditHttp(DashboardDoor door, AuditLog audit)
{
    private const int Most = 200;

    [Function(nameof(AuditHttp))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/audit")] HttpRequest request, CancellationToken cancellationToken) =>
        door.ShowAsync(request, ShowAsync, cancellationToken);

    private async Task<DashboardPage> ShowAsync(DashboardVisit visit, CancellationToken cancellationToken)
    {
        var language = visit.Language;
        var entries = await audit.ReadNewestAsync(Most, cancellationToken);
        string[] heads = [language["ops.audit.at"], language["ops.audit.who"], language["ops.audit.action"], language["ops.audit.subject"]];
        var main = entries.Count == 0
            ? Html.Of($"""<p class="none">{language["ops.audit.none"]}</p>""")
            : DashboardParts.Table(language["ops.audit.caption"], heads, entries.Select(e => Row(visit, e)));
        return new("/ops/audit", language["ops.audit.name"], Html.Of($"""<p class="hint">{language["ops.audit.hint"]}</p>{main}"""));
    }

    private static IReadOnlyList<Html> Row(DashboardVisit visit, WrittenAuditEntry written) =>
    [
        Html.Of($"{DashboardParts.Time(visit, written.At)}"),
        DashboardParts.Code(written.Entry.Client == AuditEntry.Dashboard ? written.Entry.KeyId : $"{written.Entry.Client}/{written.Entry.KeyId}"),
        DashboardParts.Code(written.Entry.Action),
        DashboardParts.Code(written.Entry.Subject),
    ];
}
