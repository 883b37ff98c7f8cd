using CsvHelper;

namespace Peyk.Functions.Feedback;

/// <summary>Answers as a CSV file that a spreadsheet opens right: UTF-8 with its mark, CRLF.</summary>
internal static class ResponseFile
{
    private static readonly CsvWriterOptions Options = new()
    {
        WriteByteOrderMark = true,
        // Citizens write what they like: a spreadsheet must not take it for a formula.
        Injection = CsvInjection.Escape,
    };

    private static readonly string[] Columns =
        ["request", "survey", "item", "score", "comment", "at", "channel", "language", "service", "secondsToAnswer", "flags"];

    public static async Task<byte[]> WriteAsync(IAsyncEnumerable<GivenAnswer> answers)
    {
        using var stream = new MemoryStream();
        using (var csv = CsvWriter.Create(stream, Options, leaveOpen: true))
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
