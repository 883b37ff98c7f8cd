#nullable enable
namespace Azure.Data.Tables.Wire;

internal static class EntityPath
{
    /// <summary><c>/Table(PartitionKey='…',RowKey='…')</c>: quotes in keys doubled, then escaped.</summary>
    public static string Of(string table, string partitionKey, string rowKey) =>
        $"/{table}(PartitionKey='{Escape(partitionKey)}',RowKey='{Escape(rowKey)}')";

    private static string Escape(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));
}
