using System.Collections;

namespace Azure.Data.Tables;

/// <summary>
/// An entity as a dictionary. The keys hold <c>PartitionKey</c>, <c>RowKey</c> and, once read, <c>Timestamp</c> and <c>odata.etag</c>.
/// The typed getters answer null for what is absent and throw <see cref="InvalidOperationException"/> for another type.
/// </summary>
public sealed class TableEntity : ITableEntity, IDictionary<string, object>
{
    internal const string ETagKey = "odata.etag";

    private readonly Dictionary<string, object> properties;

    public TableEntity() => properties = [];

    public TableEntity(string partitionKey, string rowKey)
    {
        properties = [];
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    public TableEntity(IDictionary<string, object> values) => properties = values == null ? [] : new(values);

    private TableEntity(Dictionary<string, object> properties) => this.properties = properties;

    public string PartitionKey
    {
        get => GetString(nameof(PartitionKey));
        set => properties[nameof(PartitionKey)] = value;
    }

    public string RowKey
    {
        get => GetString(nameof(RowKey));
        set => properties[nameof(RowKey)] = value;
    }

    public DateTimeOffset? Timestamp
    {
        get => GetDateTimeOffset(nameof(Timestamp));
        set => properties[nameof(Timestamp)] = value;
    }

    public ETag ETag
    {
        get => new(GetString(ETagKey));
        set => properties[ETagKey] = value.ToString();
    }

    public ICollection<string> Keys => properties.Keys;

    public int Count => properties.Count;

    ICollection<object> IDictionary<string, object>.Values => properties.Values;

    bool ICollection<KeyValuePair<string, object>>.IsReadOnly => false;

    internal Dictionary<string, object> Properties => properties;

    /// <summary>
    /// Reading what is absent gives null. A value set over another must have its type; an int over a long or a double is widened.
    /// </summary>
    /// <exception cref="InvalidOperationException">The new value's type does not fit the present one's.</exception>
    public object this[string key]
    {
        get => Find(key);
        set => Set(key, value);
    }

    public string GetString(string key) => Find(key) switch
    {
        null => null,
        string text => text,
        var other => throw WrongType(key, nameof(String), other),
    };

    public byte[] GetBinary(string key) => Find(key) switch
    {
        null => null,
        byte[] bytes => bytes,
        BinaryData data => data.ToArray(),
        var other => throw WrongType(key, "binary", other),
    };

    public BinaryData GetBinaryData(string key) => Find(key) switch
    {
        null => null,
        byte[] bytes => BinaryData.FromBytes(bytes),
        BinaryData data => data,
        var other => throw WrongType(key, "binary", other),
    };

    public bool? GetBoolean(string key) => Get<bool>(key);

    public double? GetDouble(string key) => Get<double>(key);

    public Guid? GetGuid(string key) => Get<Guid>(key);

    public int? GetInt32(string key) => Get<int>(key);

    public long? GetInt64(string key) => Get<long>(key);

    /// <summary>The moment in UTC.</summary>
    public DateTime? GetDateTime(string key) => Find(key) switch
    {
        null => null,
        DateTime time => time,
        DateTimeOffset time => time.UtcDateTime,
        var other => throw WrongType(key, nameof(DateTime), other),
    };

    public DateTimeOffset? GetDateTimeOffset(string key) => Find(key) switch
    {
        null => null,
        DateTimeOffset time => time,
        DateTime time => new DateTimeOffset(time),
        var other => throw WrongType(key, nameof(DateTimeOffset), other),
    };

    public void Add(string key, object value) => Set(key, value);

    public bool ContainsKey(string key) => properties.ContainsKey(key);

    public bool Remove(string key) => properties.Remove(key);

    public bool TryGetValue(string key, out object value) => properties.TryGetValue(key, out value);

    public void Clear() => properties.Clear();

    void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) => Set(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item) => properties.Contains(item);

    void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object>>)properties).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)properties).Remove(item);

    IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() => properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => properties.GetEnumerator();

    /// <summary>An entity that owns the given properties; nothing is copied.</summary>
    internal static TableEntity Over(Dictionary<string, object> properties) => new(properties);

    private object Find(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return properties.GetValueOrDefault(key);
    }

    private T? Get<T>(string key) where T : struct => Find(key) switch
    {
        null => null,
        T value => value,
        var other => throw WrongType(key, typeof(T).Name, other),
    };

    private void Set(string key, object value)
    {
        var present = Find(key);
        properties[key] = (present, value) switch
        {
            (null, _) or (_, null) => value,
            (long, int number) => (long)number,
            (double, int number) => (double)number,
            (int, long or double) => value,
            _ when present.GetType().IsAssignableFrom(value.GetType()) => value,
            _ => throw WrongType(key, value.GetType().Name, present),
        };
    }

    private static InvalidOperationException WrongType(string key, string wanted, object present) =>
        new($"The property {key} holds a {present.GetType().Name} and cannot be taken as {wanted}.");
}
