using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>A content that is still held.</summary>
/// <param name="PostedAt">When its notification was posted.</param>
public sealed record HeldContent(Guid Id, DateTimeOffset PostedAt, NotificationContent Content);

/// <summary>Finds what is still held for an address: a day is 16 ranges, which the service itself filters by the address's hash.</summary>
public sealed class HeldContents(
    TableServiceClient tables,
    NotificationKeys keys,
    ContentCipher cipher,
    DeliveryRules rules,
    IOptions<PeykOptions> peyk,
    IOptions<RetentionOptions> options,
    TimeProvider time)
{
    private const int AtOnce = 8;

    private readonly TableClient _table = tables.GetTableClient(Tables.Notifications);

    public LocalDate Today => keys.Day(time.GetUtcNow());

    /// <summary>The first day that can have any content: kept for the longest schedule, then the life, the wait for a receipt, the keeping.</summary>
    public LocalDate Oldest => Today.PlusDays(-(int)Math.Ceiling(
        (options.Value.Content + peyk.Value.LongestLifetime + peyk.Value.DefaultLifetime + rules.Times.ReceiptLimit).TotalDays) - 2);

    /// <summary>The contents of a day that were posted with one of the addresses.</summary>
    /// <param name="addresses">Channels with hashes of addresses.</param>
    public async Task<IReadOnlyList<HeldContent>> FindAsync(
        LocalDate day, IReadOnlyCollection<(Channel Channel, string Hash)> addresses, CancellationToken cancellationToken)
    {
        if (addresses.Count == 0)
            return [];
        var found = new List<HeldContent>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, NotificationKeys.Shards),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (shard, token) =>
            {
                await foreach (var row in _table.QueryAsync<TableEntity>(Filter(NotificationKeys.Partition(day, shard), addresses), cancellationToken: token))
                {
                    var held = Read(row);
                    lock (found)
                        found.Add(held);
                }
            });
        return found;
    }

    private static string Filter(string partition, IEnumerable<(Channel Channel, string Hash)> addresses)
    {
        var hashes = addresses.Select(a => a.Channel switch
        {
            Channel.Sms => TableClient.CreateQueryFilter($"MobileHash eq {a.Hash}"),
            Channel.Email => TableClient.CreateQueryFilter($"EmailHash eq {a.Hash}"),
        });
        var range = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey lt {NotificationKeys.OpenFrom}");
        return $"{range} and ({string.Join(" or ", hashes)})";
    }

    private HeldContent Read(TableEntity row)
    {
        var id = Guid.ParseExact(row.RowKey[..row.RowKey.IndexOf('|', StringComparison.Ordinal)], "D");
        var body = cipher.Open(id, NotificationRows.ReadContent(row)).Body;
        return new(
            id,
            row.GetDateTimeOffset(NotificationRows.PostedAt) ?? NotificationKeys.TimeOf(id),
            JsonSerializer.Deserialize(body, PeykJson.Default.NotificationContent)!);
    }
}
