using System.Globalization;
using CsvHelper;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Reports;

/// <summary>A report as a CSV file that a spreadsheet opens right: UTF-8 with its mark, CRLF, a line for each group and one for the total.</summary>
internal static class DeliveryReportFile
{
    private static readonly CsvWriterOptions Options = new()
    {
        WriteByteOrderMark = true,
        // Names of kinds come from clients' requests of long ago: a spreadsheet must not take one for a formula.
        Injection = CsvInjection.Escape,
    };

    /// <summary>The file as it is sent, named by its period.</summary>
    public static IResult Answer(DeliveryReport report) => Results.Bytes(Write(report), "text/csv; charset=utf-8", $"deliveries-{report.From}-{report.To}.csv");

    private static byte[] Write(DeliveryReport report)
    {
        using var stream = new MemoryStream();
        using (var csv = CsvWriter.Create(stream, Options, leaveOpen: true))
        {
            // A column for each currency: amounts of two are never added up.
            var currencies = report.Total?.Cost.Select(c => c.Currency).ToList() ?? [];
            foreach (var name in report.GroupBy.Concat(Columns(currencies)))
                csv.WriteField(name);
            csv.EndRecord();
            foreach (var group in report.Groups)
            {
                foreach (var dimension in report.GroupBy)
                    csv.WriteField(Word(group, dimension));
                Write(csv, group.Figures, currencies);
            }

            if (report.Total is { } total)
            {
                for (var i = 0; i < report.GroupBy.Count; i++)
                    csv.WriteField(i == 0 ? "total" : "");
                Write(csv, total, currencies);
            }
        }

        return stream.ToArray();
    }

    private static IEnumerable<string> Columns(List<string> currencies) =>
    [
        "notifications", "deliveries", .. SnakeCase.WordsOf<DeliveryStatus>(), "delivered_rate", "taken", "units", .. currencies.Select(c => $"cost_{c}"), "unpriced",
        .. Times("accepted_to_sent"), .. Times("sent_to_delivered"),
    ];

    private static IEnumerable<string> Times(string name) => ((string[])["count", "p50", "p90", "p95", "p99"]).Select(part => $"{name}_{part}");

    private static void Write(CsvWriter csv, DeliveryReportFigures figures, List<string> currencies)
    {
        csv.WriteField(figures.Notifications);
        csv.WriteField(figures.Deliveries);
        foreach (var status in SnakeCase.WordsOf<DeliveryStatus>())
            csv.WriteField(figures.Statuses.GetValueOrDefault(status));
        csv.WriteField(Number(figures.DeliveredRate));
        csv.WriteField(figures.Taken);
        csv.WriteField(figures.Units);
        foreach (var currency in currencies)
            csv.WriteField((figures.Cost.FirstOrDefault(c => c.Currency == currency)?.Amount ?? 0).ToString(CultureInfo.InvariantCulture));
        csv.WriteField(figures.Unpriced);
        Write(csv, figures.AcceptedToSent);
        Write(csv, figures.SentToDelivered);
        csv.EndRecord();
    }

    private static void Write(CsvWriter csv, ReportPercentiles times)
    {
        csv.WriteField(times.Count);
        foreach (var seconds in (double?[])[times.P50, times.P90, times.P95, times.P99])
            csv.WriteField(Number(seconds));
    }

    private static string? Number(double? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string? Word(DeliveryReportGroup group, string dimension) => dimension switch
    {
        "day" => group.Day,
        "month" => group.Month,
        "kind" => group.Kind,
        "service" => group.Service,
        "channel" => group.Channel?.ToWord(),
        "template" => group.Template,
        "language" => group.Language,
        "status" => group.Status?.ToWord(),
        "reason" => group.Reason,
        _ => throw new ArgumentOutOfRangeException(nameof(dimension)),
    };
}
