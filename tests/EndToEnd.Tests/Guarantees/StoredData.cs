using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Guarantees;

/// <summary>Everything that an app holds, as text, for tests that look for what must not be there.</summary>
internal static class StoredData
{
    /// <summary>Every column of every row of every table, and every message that is visible in any queue.</summary>
    public static async Task<IReadOnlyList<string>> EverythingAsync(this PeykHost host)
    {
        var all = new List<string>();
        await foreach (var table in host.Tables.QueryAsync())
        {
            await foreach (var row in host.Tables.GetTableClient(table.Name).QueryAsync<TableEntity>())
                all.Add($"{table.Name}: {string.Join(' ', row.Select(c => $"{c.Key}={Text(c.Value)}"))}");
        }

        foreach (var name in Queues.All)
        {
            foreach (var message in (await host.Get<QueueServiceClient>().GetQueueClient(name).PeekMessagesAsync(32)).Value)
                all.Add($"{name}: {QueueMessage.Decode(message.MessageText)}");
        }

        return all;
    }

    public static List<string> Holding(this IEnumerable<string> lines, params string[] markers) =>
        [.. lines.Where(line => markers.Any(m => line.Contains(m, StringComparison.OrdinalIgnoreCase)))];

    private static string Text(object? value) => value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : $"{value}";
}
