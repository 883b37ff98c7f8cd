using System.Text.Json;
using System.Text.Json.Nodes;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Batches;

/// <summary>
/// Reads <c>{"kind": …, "defaults": {…}, "rows": [{…}, …]}</c> in one pass. Rows are kept as they stand in the file, with the
/// defaults beneath them.
/// </summary>
internal sealed class JsonBatch
{
    // A row is as deep as a body of the API, and lies two levels down.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = RequestBody.MaxDepth + 2 };

    private readonly ReadOnlyMemory<byte> _text;
    private readonly List<FieldError> _errors;
    private readonly HashSet<string> _members = [];
    private readonly List<(int Line, ReadOnlyMemory<byte> Body)> _rows = [];
    private string? _kind;
    private JsonObject? _defaults;
    private int _line = 1;
    private int _counted;

    private JsonBatch(ReadOnlyMemory<byte> text, List<FieldError> errors) => (_text, _errors) = (text, errors);

    public static BatchFile? Read(ReadOnlyMemory<byte> body, List<FieldError> errors)
    {
        if (BatchFile.TextOf(body, errors) is not { } text)
            return null;
        var file = new JsonBatch(text, errors);
        try
        {
            file.Read();
        }
        catch (InvalidOperationException)
        {
            errors.Add(new("", "json", "The kind, or a name in the defaults, has half a surrogate pair."));
        }
        catch (JsonException e)
        {
            errors.Add(new("", "json", $"The body is not valid JSON of at most {Options.MaxDepth} levels (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})."));
        }

        if (errors.Count > 0)
            return null;
        List<BatchRow> rows = [.. file._rows.Select((row, index) => file.WithDefaults(row, index))];
        return errors.Count > 0 ? null : new(file._kind, rows);
    }

    private void Read()
    {
        var reader = new Utf8JsonReader(_text.Span, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            _errors.Add(new("", "type", "The body must be a JSON object."));
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueTextEquals("kind"u8) ? "kind" : reader.ValueTextEquals("defaults"u8) ? "defaults" : reader.ValueTextEquals("rows"u8) ? "rows" : "";
            reader.Read();
            if (name.Length > 0 && !_members.Add(name))
                _errors.Add(new($"/{name}", "duplicate", "The member is given twice."));
            ReadMember(ref reader, name);
        }

        if (reader.Read())
            throw new JsonException();
        if (!_members.Contains("rows"))
            _errors.Add(new("/rows", "required", "The member is missing."));
        else if (_rows.Count == 0 && _errors.Count == 0)
            _errors.Add(new("/rows", "empty", "The batch has no rows."));
    }

    private void ReadMember(ref Utf8JsonReader reader, string name)
    {
        switch (name)
        {
            case "kind" when reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= 64:
                _kind = reader.GetString();
                break;
            case "kind":
                Refuse(ref reader, "/kind", "type", "The value must be a string.");
                break;
            case "defaults" when reader.TokenType == JsonTokenType.StartObject:
                ReadDefaults(ref reader);
                break;
            case "defaults":
                Refuse(ref reader, "/defaults", "type", "The value must be an object.");
                break;
            case "rows" when reader.TokenType == JsonTokenType.StartArray:
                ReadRows(ref reader);
                break;
            case "rows":
                Refuse(ref reader, "/rows", "type", "The value must be an array.");
                break;
            default:
                Refuse(ref reader, "", "unknown_member", "The API knows the members kind, defaults and rows only.");
                break;
        }
    }

    private void ReadDefaults(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        try
        {
            _defaults = RowJson.Parse(_text.Span[start..(int)reader.BytesConsumed]);
        }
        catch (JsonException)
        {
            Add("/defaults", "duplicate", "A member is given twice.");
        }
    }

    private void ReadRows(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            reader.Skip();
            var length = (int)reader.BytesConsumed - start;
            _line += _text.Span[_counted..start].Count((byte)'\n');
            _counted = start;
            var number = _rows.Count + 1;
            if (!isObject)
                Add($"/rows/{number - 1}", "type", $"The row (line {_line}) must be an object.");
            else if (length > ApiEndpoint.LargestBody)
                Add($"/rows/{number - 1}", "too_long", $"The row (line {_line}) is larger than {ApiEndpoint.LargestBody / 1024} KiB.");
            if (number == BatchFile.MostRows + 1)
                BatchFile.TooMany(_errors, "/rows");
            if (number <= BatchFile.MostRows)
                _rows.Add((_line, _text.Slice(start, length)));
        }
    }

    private BatchRow WithDefaults((int Line, ReadOnlyMemory<byte> Body) row, int index)
    {
        if (_defaults is null)
            return new(row.Line, row.Body);
        try
        {
            var merged = RowJson.Parse(row.Body.Span);
            Lay(_defaults, merged);
            return new(row.Line, RowJson.Write(merged));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            Add($"/rows/{index}", "duplicate", $"A member of the row (line {row.Line}) is given twice, or has half a surrogate pair.");
            return new(row.Line, row.Body);
        }
    }

    /// <summary>Lays the defaults beneath a row: what the row says itself counts, object by object.</summary>
    private static void Lay(JsonObject defaults, JsonObject row)
    {
        foreach (var (name, value) in defaults)
        {
            if (!row.TryGetPropertyValue(name, out var own))
                row[name] = value?.DeepClone();
            else if (own is JsonObject inner && value is JsonObject below)
                Lay(below, inner);
        }
    }

    private void Refuse(ref Utf8JsonReader reader, string at, string code, string detail)
    {
        reader.Skip();
        Add(at, code, detail);
    }

    private void Add(string at, string code, string detail)
    {
        if (_errors.Count < BatchFile.MostErrors)
            _errors.Add(new(at, code, detail));
    }
}
