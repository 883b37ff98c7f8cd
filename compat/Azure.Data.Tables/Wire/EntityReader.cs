#nullable enable
using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables.Wire;

/// <summary>Reads entities from JSON with minimal metadata.</summary>
internal static class EntityReader
{
    private static ReadOnlySpan<byte> TypeSuffix => "@odata.type"u8;

    public static T ReadOne<T>(Response response) where T : class, ITableEntity
    {
        var json = new Utf8JsonReader(response.Content.ToMemory().Span);
        json.Read();
        var properties = ReadProperties(ref json);
        if (!properties.ContainsKey(TableEntity.ETagKey) && response.Headers.ETag is { } etag)
            properties[TableEntity.ETagKey] = etag.ToString();
        return Materialize<T>(properties);
    }

    public static List<T> ReadMany<T>(Response response) where T : class, ITableEntity
    {
        var entities = new List<T>();
        var json = new Utf8JsonReader(response.Content.ToMemory().Span);
        if (!MoveToValue(ref json))
            return entities;
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
            entities.Add(Materialize<T>(ReadProperties(ref json)));
        return entities;
    }

    public static List<string> ReadTableNames(Response response)
    {
        using var json = JsonDocument.Parse(response.Content.ToMemory());
        return [.. json.RootElement.GetProperty("value").EnumerateArray().Select(table => table.GetProperty("TableName").GetString()!)];
    }

    private static T Materialize<T>(Dictionary<string, object> properties) where T : class, ITableEntity =>
        typeof(T).IsAssignableFrom(typeof(TableEntity))
            ? (T)(ITableEntity)TableEntity.Over(properties)
            : (T)EntityModel.Of(typeof(T)).Read(properties);

    private static bool MoveToValue(ref Utf8JsonReader json)
    {
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var found = json.ValueTextEquals("value"u8);
            json.Read();
            if (found)
                return json.TokenType == JsonTokenType.StartArray;
            json.Skip();
        }

        return false;
    }

    private static Dictionary<string, object> ReadProperties(ref Utf8JsonReader json)
    {
        var properties = new Dictionary<string, object>();
        string? announced = null;
        string? type = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueSpan.EndsWith(TypeSuffix))
            {
                announced = json.GetString()![..^TypeSuffix.Length];
                json.Read();
                type = json.GetString();

                // The service announces a type before its value; take the other order as well.
                if (properties.TryGetValue(announced, out var early))
                    properties[announced] = Retype(early, type);
                continue;
            }

            var name = json.GetString()!;
            json.Read();
            if (name.StartsWith("odata.", StringComparison.Ordinal) && name != TableEntity.ETagKey)
                json.Skip();
            else if (ReadValue(ref json, TypeOf(name)) is { } value)
                properties[name] = value;
        }

        return properties;

        string? TypeOf(string name) => name == announced ? type : name == nameof(ITableEntity.Timestamp) ? "Edm.DateTime" : null;
    }

    private static object? ReadValue(ref Utf8JsonReader json, string? type) => json.TokenType switch
    {
        JsonTokenType.String => type switch
        {
            "Edm.Binary" => json.GetBytesFromBase64(),
            "Edm.DateTime" => json.TryGetDateTimeOffset(out var time) ? time : Retype(json.GetString()!, type),
            "Edm.Guid" => json.TryGetGuid(out var guid) ? guid : Retype(json.GetString()!, type),
            null => json.GetString()!,
            _ => Retype(json.GetString()!, type),
        },
        JsonTokenType.Number when type == "Edm.Double" => json.GetDouble(),
        JsonTokenType.Number when type == "Edm.Int64" => json.GetInt64(),
        JsonTokenType.Number when json.TryGetInt32(out var number) => number,
        JsonTokenType.Number when json.TryGetInt64(out var number) => number,
        JsonTokenType.Number => json.GetDouble(),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Null => null,
        _ => throw new JsonException($"A property of an entity is a {json.TokenType}."),
    };

    private static object Retype(object value, string? type) => (type, value) switch
    {
        ("Edm.Int64", string text) => long.Parse(text, CultureInfo.InvariantCulture),
        ("Edm.Int64", int number) => (long)number,
        ("Edm.Double", string text) => double.Parse(text, CultureInfo.InvariantCulture),
        ("Edm.Double", int number) => (double)number,
        ("Edm.DateTime", string text) =>
            DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
        ("Edm.Guid", string text) => Guid.Parse(text),
        ("Edm.Binary", string text) => Convert.FromBase64String(text),
        _ => value,
    };
}
