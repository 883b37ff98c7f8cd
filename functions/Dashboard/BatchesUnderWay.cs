using Peyk.Functions.Batches;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard;

/// <summary>How far the batches have come that were posted last.</summary>
public sealed class BatchesUnderWay(BatchStore batches)
{
    private const int Most = 20;

    public async Task<Html> ShowAsync(DashboardVisit visit, CancellationToken cancellationToken)
    {
        var language = visit.Language;
        var found = await batches.ReadRecentAsync(cancellationToken).Take(Most).ToListAsync(cancellationToken);
        string[] heads =
        [
            language["ops.sending.batch"], language["ops.sending.kind"], language["ops.sending.state"], language["ops.sending.progress"],
            language["ops.sending.accepted"], language["ops.sending.refused"], language["ops.sending.posted"],
        ];
        var table = found.Count == 0
            ? Html.Of($"""<p class="none">{language["ops.sending.noBatches"]}</p>""")
            : DashboardParts.Table(language["ops.sending.batchesCaption"], heads, found.Select(b => Row(visit, b)));
        return Html.Of($"<h2>{language["ops.sending.batches"]}</h2>{table}");
    }

    private static IReadOnlyList<Html> Row(DashboardVisit visit, Batch batch)
    {
        var language = visit.Language;
        var tone = batch.Status switch
        {
            BatchStatus.Completed => "good",
            BatchStatus.Paused => "bad",
            BatchStatus.Running or BatchStatus.Cancelled => "",
        };
        var done = language.Say("ops.sending.of", ("done", DashboardParts.Number(language, batch.Done)), ("total", DashboardParts.Number(language, batch.Total)));
        return
        [
            Html.Of($"""{DashboardParts.Code(batch.Client.Id)}<br><span class="hint">{DashboardParts.Code(batch.Id.ToString("D"))}{(batch.Client.IsTest ? $" · {language["ops.sending.test"]}" : "")}</span>"""),
            Html.Of($"{DashboardWords.Kind(language, batch.Kind)}"),
            DashboardWords.State(language[$"ops.sending.batchStates.{batch.Status.ToWord()}"], tone),
            DashboardParts.Progress(batch.Done, batch.Total, done),
            DashboardParts.Cell(language, batch.Accepted),
            DashboardParts.Cell(language, batch.Refused),
            Html.Of($"{DashboardParts.Time(visit, batch.CreatedAt)}"),
        ];
    }
}
