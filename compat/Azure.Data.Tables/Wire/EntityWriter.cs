#nullable enable
using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Azure.Data.Tables.Wire;

/// <summary>Writes an entity as JSON with type annotations, counting its size as the service does.</summary>
internal ref struct EntityWriter
{
    private static readonly JsonWriterOptions Ascii = new() { SkipValidation = true };

    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private const string TypeSuffix = "@odata.type";

    private readonly Utf8JsonWriter json;
    private int properties;
    private long bytes;

    private EntityWriter(Utf8JsonWriter json) => this.json = json;

    /// <summary>
    /// Writes in ASCII, as the official client: Azurite decodes the body of a single write piece by piece as it arrives, and breaks
    /// characters that lie across two pieces.
    /// </summary>
    /// <exception cref="RequestFailedException">The entity exceeds a limit of the service.</exception>
    /// <exception cref="NotSupportedException">A property has a type that tables do not know.</exception>
    public static void Write(IBufferWriter<byte> output, ITableEntity entity) => Write(output, entity, Ascii);

    /// <summary>
    /// Writes in UTF-8, a third of the size for Persian: for transactions, whose size is limited on the wire and whose body Azurite
    /// decodes as a whole.
    /// </summary>
    /// <inheritdoc cref="Write(IBufferWriter{byte}, ITableEntity)"/>
    public static void WriteCompact(IBufferWriter<byte> output, ITableEntity entity) => Write(output, entity, Compact);

    private static void Write(IBufferWriter<byte> output, ITableEntity entity, JsonWriterOptions options)
    {
        using var json = new Utf8JsonWriter(output, options);
        var writer = new EntityWriter(json);
        writer.WriteEntity(entity);
        json.Flush();
    }

    public void WriteValue(string name, object? value)
    {
        if (value is null)
            return;

        ServiceLimits.CheckName(name);
        properties++;
        bytes += 8 + 2L * name.Length;

        switch (value)
        {
            case string text:
                WriteText(name, text);
                break;
            case bool flag:
                bytes += 1;
                json.WriteBoolean(name, flag);
                break;
            case int number:
                bytes += 4;
                json.WriteNumber(name, number);
                break;
            case long number:
                WriteInt64(name, number);
                break;
            case double number:
                WriteDouble(name, number);
                break;
            case DateTimeOffset time:
                WriteTime(name, time.UtcDateTime);
                break;
            case DateTime { Kind: DateTimeKind.Utc } time:
                WriteTime(name, time);
                break;
            case DateTime:
                throw new NotSupportedException($"The property {name} is a DateTime that is not in UTC.");
            case Guid guid:
                bytes += 16;
                WriteType(name, "Edm.Guid");
                json.WriteString(name, guid);
                break;
            case byte[] data:
                WriteBinary(name, data);
                break;
            case BinaryData data:
                WriteBinary(name, data.ToMemory().Span);
                break;
            case Enum member:
                WriteText(name, member.ToString());
                break;
            default:
                throw new NotSupportedException($"The property {name} has the type {value.GetType()}, which tables do not know.");
        }
    }

    private void WriteEntity(ITableEntity entity)
    {
        ServiceLimits.CheckKey(entity.PartitionKey);
        ServiceLimits.CheckKey(entity.RowKey);
        bytes = 4 + 2L * (entity.PartitionKey.Length + entity.RowKey.Length);

        json.WriteStartObject();
        json.WriteString("PartitionKey"u8, entity.PartitionKey);
        json.WriteString("RowKey"u8, entity.RowKey);
        if (entity is TableEntity table)
        {
            foreach (var (name, value) in table.Properties)
                if (!IsOfTheService(name))
                    WriteValue(name, value);
        }
        else
        {
            EntityModel.Of(entity.GetType()).Write(ref this, entity);
        }

        json.WriteEndObject();
        ServiceLimits.CheckEntity(properties, bytes);
    }

    private static bool IsOfTheService(string name) =>
        name is nameof(ITableEntity.PartitionKey) or nameof(ITableEntity.RowKey) or nameof(ITableEntity.Timestamp) or TableEntity.ETagKey;

    private void WriteText(string name, string text)
    {
        ServiceLimits.CheckPropertySize(name, 2L * text.Length);
        bytes += 4 + 2L * text.Length;
        json.WriteString(name, text);
    }

    private void WriteInt64(string name, long number)
    {
        bytes += 8;
        Span<char> digits = stackalloc char[20];
        number.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        WriteType(name, "Edm.Int64");
        json.WriteString(name, digits[..length]);
    }

    private void WriteDouble(string name, double number)
    {
        bytes += 8;
        WriteType(name, "Edm.Double");
        if (!double.IsFinite(number))
        {
            json.WriteString(name, number switch { double.PositiveInfinity => "Infinity", double.NegativeInfinity => "-Infinity", _ => "NaN" });
            return;
        }

        Span<char> text = stackalloc char[40];
        json.WritePropertyName(name);
        json.WriteRawValue(text[..FormatDouble(number, text)], skipInputValidation: true);
    }

    /// <summary>Shortest form that reads back the same, always with a point or exponent: a bare 5 would come back as an Int32.</summary>
    internal static int FormatDouble(double number, Span<char> text)
    {
        number.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        if (text[..length].IndexOfAny('.', 'E') >= 0)
            return length;
        text[length] = '.';
        text[length + 1] = '0';
        return length + 2;
    }

    private void WriteTime(string name, DateTime time)
    {
        ServiceLimits.CheckTime(name, time);
        bytes += 8;
        WriteType(name, "Edm.DateTime");
        json.WriteString(name, time);
    }

    private void WriteBinary(string name, ReadOnlySpan<byte> data)
    {
        ServiceLimits.CheckPropertySize(name, data.Length);
        bytes += 4 + data.Length;
        WriteType(name, "Edm.Binary");
        json.WriteBase64String(name, data);
    }

    private readonly void WriteType(string name, string type)
    {
        Span<char> annotation = stackalloc char[name.Length + TypeSuffix.Length];
        name.CopyTo(annotation);
        TypeSuffix.CopyTo(annotation[name.Length..]);
        json.WriteString(annotation, type);
    }
}
