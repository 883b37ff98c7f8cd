using System.Globalization;
using CsvHelper;
using Peyk.Core.Surveys;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Reports;

/// <summary>
/// A report as a CSV file that a spreadsheet opens right: UTF-8 with its mark, CRLF, a line for each figure of each group: its headline, its
/// dimensions, its items.
/// </summary>
internal static class SatisfactionReportFile
{
    private static readonly CsvWriterOptions Options = new()
    {
        WriteByteOrderMark = true,
        // Services come from clients' requests of long ago: a spreadsheet must not take one for a formula.
        Injection = CsvInjection.Escape,
    };

    /// <summary>The file as it is sent, named by its period.</summary>
    public static IResult Answer(SatisfactionReport report) =>
        Results.Bytes(Write(report), "text/csv; charset=utf-8", $"satisfaction-{report.From}-{report.To}.csv");

    private static byte[] Write(SatisfactionReport report)
    {
        using var stream = new MemoryStream();
        using (var csv = CsvWriter.Create(stream, Options, leaveOpen: true))
        {
            string[] heads =
            [
                "survey", .. report.GroupBy, "asked", "answered", "response_rate", "flagged", "late", "figure", "name", "n", "mean", "low", "high", "distribution",
            ];
            foreach (var head in heads)
                csv.WriteField(head);
            csv.EndRecord();
            foreach (var group in report.Groups)
            {
                foreach (var (figure, name, estimate, distribution) in Figures(group.Scores))
                {
                    Write(csv, report, group);
                    csv.WriteField(figure);
                    csv.WriteField(name);
                    csv.WriteField(estimate.N);
                    foreach (var value in (double?[])[estimate.Mean, estimate.Low, estimate.High])
                        csv.WriteField(Number(value));
                    csv.WriteField(distribution);
                    csv.EndRecord();
                }
            }
        }

        return stream.ToArray();
    }

    private static IEnumerable<(string Figure, string Name, Estimate Estimate, string Distribution)> Figures(SurveyScores scores) =>
    [
        .. scores.Headline is { } headline ? [("headline", headline.Measure, headline.Estimate, "")] : Enumerable.Empty<(string, string, Estimate, string)>(),
        .. scores.Dimensions.Select(d => ("dimension", d.Dimension, d.Mean, "")),
        .. scores.Items.Select(i => ("item", i.Item, i.Mean, string.Join(' ', i.Distribution))),
    ];

    private static void Write(CsvWriter csv, SatisfactionReport report, SatisfactionGroup group)
    {
        csv.WriteField(group.Survey);
        foreach (var part in report.GroupBy)
        {
            csv.WriteField(part switch
            {
                "service" => group.Service,
                "channel" => group.Channel?.ToWord(),
                "month" => group.Month,
                "day" => group.Day,
                _ => throw new ArgumentOutOfRangeException(nameof(report)),
            });
        }

        csv.WriteField(group.Asked);
        csv.WriteField(group.Answered);
        csv.WriteField(Number(group.ResponseRate));
        csv.WriteField(group.Flagged);
        csv.WriteField(group.Late);
    }

    private static string? Number(double? value) => value?.ToString(CultureInfo.InvariantCulture);
}
