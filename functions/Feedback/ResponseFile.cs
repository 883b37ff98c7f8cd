using CsvHelper;

namespace Peyk.Functions.Feedback;

/// <summary>What stands between the fields. Excel splits a file at the list separator of its region: a comma, or in Iran and much of Europe a semicolon.</summary>
public enum CsvSeparator
{
    Comma,
    Semicolon,
}

/// <summary>Answers as a CSV file that a spreadsheet opens right: UTF-8 with its mark, CRLF.</summary>
internal static class ResponseFile
{
    private static readonly string[] Columns =
        ["request", "survey", "item", "score", "comment", "at", "channel", "language", "service", "secondsToAnswer", "flags"];

    public static async Task<byte[]> WriteAsync(IAsyncEnumerable<GivenAnswer> answers, CsvSeparator separator)
    {
        var options = new CsvWriterOptions
        {
            WriteByteOrderMark = true,
            Separator = separator switch
            {
                CsvSeparator.Comma => ',',
                CsvSeparator.Semicolon => ';',
            },
            // Citizens write what they like: a spreadsheet must not take it for a formula.
            Injection = CsvInjection.Escape,
        };
        using var stream = new MemoryStream();
        using (var csv = CsvWriter.Create(stream, options, leaveOpen: true))
        {
            foreach (var name in Columns)
                csv.WriteField(name);
            csv.EndRecord();
            await foreach (var answer in answers)
                Write(csv, ResponseItem.Of(answer));
        }

        return stream.ToArray();
    }

    private static void Write(CsvWriter csv, ResponseItem r)
    {
        csv.WriteField(r.Request.ToString("D"));
        csv.WriteField(r.Survey);
        csv.WriteField(r.Item);
        csv.WriteField(r.Score);
        csv.WriteField(r.Comment);
        csv.WriteField(r.At.ToString("yyyy-MM-dd'T'HH:mm:ssK"));
        csv.WriteField(Shared.SnakeCase.ToWord(r.Channel));
        csv.WriteField(r.Language);
        csv.WriteField(r.Service);
        csv.WriteField(r.SecondsToAnswer);
        csv.WriteField(string.Join(' ', r.Flags));
        csv.EndRecord();
    }
}
