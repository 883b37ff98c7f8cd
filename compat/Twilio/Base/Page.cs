using System.Text.Json;
using Twilio.Json;

namespace Twilio.Base;

/// <summary>One page of a list, with the address of the next one.</summary>
public class Page<T> where T : Resource
{
    private Page(List<T> records, int pageSize, string nextPageUri)
    {
        Records = records;
        PageSize = pageSize;
        NextPageUri = nextPageUri;
    }

    public List<T> Records { get; }

    public int PageSize { get; }

    /// <summary>Path and query of the next page, relative to the API host; null on the last page.</summary>
    internal string NextPageUri { get; }

    public bool HasNextPage() => !string.IsNullOrEmpty(NextPageUri);

    /// <exception cref="JsonException">The text is not a page of the API version 2010-04-01.</exception>
    public static Page<T> FromJson(string recordKey, string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(recordKey, out var list))
            throw new JsonException($"The answer has no '{recordKey}'.");

        var records = list.Deserialize<List<T>>(WireJson.Options);
        var pageSize = root.TryGetProperty("page_size", out var size) ? size.GetInt32() : records.Count;
        var next = root.TryGetProperty("next_page_uri", out var uri) ? uri.GetString() : null;
        return new Page<T>(records, pageSize, next);
    }
}
