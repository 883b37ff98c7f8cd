namespace Azure.Data.Tables;

/// <summary>
/// What every entity has. Other public properties of an implementing class become table properties, under the name of their
/// <c>[DataMember(Name)]</c> if there is one and not at all with <c>[IgnoreDataMember]</c>. Their types: string, bool, int, long,
/// double, Guid, DateTime (UTC), DateTimeOffset, byte[], BinaryData, enums (kept as text) and the nullable ones of these.
/// </summary>
public interface ITableEntity
{
    string PartitionKey { get; set; }

    string RowKey { get; set; }

    /// <summary>When the service last wrote the entity; ignored on writes.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>The version that a conditional write names; ignored in the body of a write.</summary>
    ETag ETag { get; set; }
}
