using CsvHelper;

namespace Peyk.Functions.Batches;

/// <summary>Results as a CSV file that a spreadsheet opens right: UTF-8 with its mark, CRLF, one line for each error of a row.</summary>
internal static class ResultFile
{
    private static readonly BatchRowError NoError = new("", "", "");

    private static readonly CsvWriterOptions Options = new()
    {
        WriteByteOrderMark = true,
        // A client chooses its case codes: a spreadsheet must not take one for a formula.
        Injection = CsvInjection.Escape,
    };

    public static byte[] Write(IEnumerable<BatchRowResult> results)
    {
        using var stream = new MemoryStream();
        using (var csv = CsvWriter.Create(stream, Options, leaveOpen: true))
        {
            foreach (var name in (string[])["row", "line", "status", "id", "caseCode", "code", "pointer", "error", "detail"])
                csv.WriteField(name);
            csv.EndRecord();
            foreach (var result in results)
            {
                foreach (var error in result.Errors is { Count: > 0 } errors ? errors : [NoError])
                    Write(csv, result, error);
            }
        }

        return stream.ToArray();
    }

    private static void Write(CsvWriter csv, BatchRowResult result, BatchRowError error)
    {
        csv.WriteField(result.Row);
        csv.WriteField(result.Line);
        csv.WriteField(result.Status);
        csv.WriteField(result.Id?.ToString("D"));
        csv.WriteField(result.CaseCode);
        csv.WriteField(result.Code);
        csv.WriteField(error.Pointer);
        csv.WriteField(error.Code);
        csv.WriteField(error.Detail);
        csv.EndRecord();
    }
}
