using System.Globalization;
using CsvHelper;

namespace Peyk.Functions.Reports;

/// <summary>A report as a CSV file that a spreadsheet opens right: UTF-8 with its mark, CRLF.</summary>
internal static class ReportFile
{
    private static readonly CsvWriterOptions Options = new()
    {
        WriteByteOrderMark = true,
        // Names of services come from clients' requests of long ago: a spreadsheet must not take one for a formula.
        Injection = CsvInjection.Escape,
    };

    /// <param name="rows">Texts and numbers; null leaves a cell empty.</param>
    public static IResult Of(string name, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<object?>> rows)
    {
        using var stream = new MemoryStream();
        using (var csv = CsvWriter.Create(stream, Options, leaveOpen: true))
        {
            foreach (var head in heads)
                csv.WriteField(head);
            csv.EndRecord();
            foreach (var row in rows)
            {
                foreach (var cell in row)
                    csv.WriteField(cell is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : (string?)cell);
                csv.EndRecord();
            }
        }

        return Results.Bytes(stream.ToArray(), "text/csv; charset=utf-8", name);
    }
}
