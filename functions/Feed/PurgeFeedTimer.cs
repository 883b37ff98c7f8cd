using Azure.Data.Tables;
using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Feed;

/// <summary>Deletes, every night, the rows of the feed that are older than 30 days.</summary>
public sealed class PurgeFeedTimer(TableServiceClient tables, ApiKeys keys, TimeProvider time)
{
    private const int LargestTransaction = 100;

    private readonly TableClient _table = tables.GetTableClient(Tables.Feed);

    [Function(nameof(PurgeFeedTimer))]
    public async Task Run([TimerTrigger("0 20 1 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var clients = (await keys.ListAsync(cancellationToken)).Select(k => k.Client.Id).Append(Assistant.InboundHandler.OwnClient).Distinct();
        foreach (var client in clients)
            await PurgeAsync(client, cancellationToken);
    }

    private async Task PurgeAsync(string client, CancellationToken cancellationToken)
    {
        var end = FeedRows.Partition(client, time.GetUtcNow() - FeedReader.Kept);
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {client + "|"} and PartitionKey lt {end}");
        var batch = new List<TableTransactionAction>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
        {
            if (batch.Count == LargestTransaction || (batch.Count > 0 && batch[0].Entity.PartitionKey != row.PartitionKey))
            {
                await _table.SubmitTransactionAsync(batch, cancellationToken);
                batch.Clear();
            }

            batch.Add(new(TableTransactionActionType.Delete, row, Azure.ETag.All));
        }

        if (batch.Count > 0)
            await _table.SubmitTransactionAsync(batch, cancellationToken);
    }
}
