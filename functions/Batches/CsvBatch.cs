using System.Text.Json.Nodes;
using CsvHelper;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Batches;

/// <summary>
/// Reads a CSV file (RFC 4180) whose header names the members of the body: <c>to.mobile,case.service,data.amount</c>. Comma, semicolon
/// or tab separates, whichever the header has most of. An empty cell is an absent member.
/// </summary>
internal sealed class CsvBatch(CsvCells cells, List<FieldError> errors)
{
    private const int MostColumns = 100;
    private const int MostDepth = 4;
    private const int LongestName = 100;

    private List<string[]> _columns = [];
    private int _template = -1;

    public static BatchFile? Read(ReadOnlyMemory<byte> body, string? kind, CsvCells cells, List<FieldError> errors)
    {
        if (BatchFile.TextOf(body, errors) is not { } text)
            return null;
        var rows = new CsvBatch(cells, errors).Read(text);
        return errors.Count > 0 ? null : new(kind, rows);
    }

    private List<BatchRow> Read(ReadOnlyMemory<byte> text)
    {
        var rows = new List<BatchRow>();
        using var reader = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = SeparatorOf(text.Span),
            HasHeader = false,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Skip,
            FieldCountMismatch = CsvFieldCountHandling.Skip,
            OnMalformedRecord = Malformed,
        });
        while (reader.Read())
        {
            var line = (int)reader.LineNumber;
            string[] record = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
            if (record.All(string.IsNullOrWhiteSpace))
                continue;
            if (_columns.Count > 0 && rows.Count == BatchFile.MostRows)
            {
                BatchFile.TooMany(errors, $"line:{line}");
                break;
            }

            if (_columns.Count > 0)
                Add(rows, record, line);
            else if (!ReadHeader(record, line))
                break; // Without a header no line means anything.
        }

        if (errors.Count == 0 && rows.Count == 0)
            errors.Add(new("", "empty", _columns.Count == 0 ? "The file is empty." : "The file has a header and no rows."));
        return rows;
    }

    private void Malformed(CsvMalformedRecord record) => Refuse((int)record.LineNumber, "csv", record.Reason switch
    {
        CsvMalformedReason.FieldCountMismatch => "The line has more or fewer cells than the header.",
        CsvMalformedReason.UnterminatedQuote => "A quote that is opened here is never closed.",
        _ => "A cell with quotes stands in quotes itself, and they are written twice.",
    });

    private bool ReadHeader(string[] names, int line)
    {
        var seen = new HashSet<string>();
        foreach (var (index, name) in names.Select(n => n.Trim()).Index())
        {
            if (!IsName(name))
                Refuse(line, "csv", $"Column {index + 1} has no name of a member, such as to.mobile.");
            else if (!seen.Add(name))
                Refuse(line, "duplicate", $"Column {index + 1} has the name of an earlier one.");
        }

        foreach (var (index, name) in names.Index().Where(c => seen.Any(other => other.StartsWith($"{c.Item.Trim()}.", StringComparison.Ordinal))))
            Refuse(line, "csv", $"Column {index + 1} names an object of which other columns name the members.");
        if (names.Length > MostColumns)
            Refuse(line, "too_long", $"A file has at most {MostColumns} columns.");
        if (errors.Count > 0)
            return false;
        _columns = [.. names.Select(n => n.Trim().Split('.'))];
        _template = _columns.FindIndex(c => c is ["template"]);
        return true;
    }

    private void Add(List<BatchRow> rows, string[] record, int line)
    {
        var body = new JsonObject();
        var template = _template >= 0 ? record[_template].Trim() : null;
        foreach (var (index, path) in _columns.Index())
        {
            if (record[index].Trim() is { Length: > 0 } text)
                Put(body, path, cells.Read(path, text, template));
        }

        var bytes = RowJson.Write(body);
        if (bytes.Length > ApiEndpoint.LargestBody)
            Refuse(line, "too_long", $"The line is larger than {ApiEndpoint.LargestBody / 1024} KiB.");
        else
            rows.Add(new(line, bytes));
    }

    private static void Put(JsonObject body, string[] path, JsonNode value)
    {
        foreach (var name in path[..^1])
        {
            if (body[name] is not JsonObject inner)
                body[name] = inner = [];
            body = inner;
        }

        body[path[^1]] = value;
    }

    /// <summary>The separator of which the header has most, outside its quotes.</summary>
    private static char SeparatorOf(ReadOnlySpan<byte> text)
    {
        var quoted = false;
        var counts = new Dictionary<char, int> { [','] = 0, [';'] = 0, ['\t'] = 0 };
        foreach (var unit in text)
        {
            var character = (char)unit; // The signs sought are ASCII, and no part of another character.
            if (character is '\n' or '\r' && !quoted && counts.Values.Sum() > 0)
                break;
            if (character == '"')
                quoted = !quoted;
            else if (!quoted && counts.ContainsKey(character))
                counts[character]++;
        }

        return counts.MaxBy(c => c.Value).Key;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name.Split('.') is { Length: <= MostDepth } parts
        && parts.All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'));

    private void Refuse(int line, string code, string detail)
    {
        if (errors.Count < BatchFile.MostErrors)
            errors.Add(new($"line:{line}", code, detail));
    }
}
