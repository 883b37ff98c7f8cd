using System.Collections.Concurrent;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>Reads and writes the table Subscriptions.</summary>
public sealed class SubscriptionStore(TableServiceClient tables, ContentCipher cipher)
{
    private const int MostActions = 100;

    private readonly TableClient _table = tables.GetTableClient(Tables.Subscriptions);
    private readonly ConcurrentDictionary<string, bool> _topics = new(StringComparer.Ordinal);

    /// <summary>Null when the address has no row in the topic.</summary>
    public Task<Subscription?> FindAsync(string topic, bool isTest, string hash, CancellationToken cancellationToken) =>
        ReadAsync(SubscriptionRows.Partition(topic, isTest, hash), hash, cancellationToken);

    /// <summary>By the id in links; null when it is gone, or never was.</summary>
    public async Task<Subscription?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var index = await _table.GetEntityIfExistsAsync<TableEntity>(
            SubscriptionRows.IndexPartition(id), id.ToString("D"), cancellationToken: cancellationToken);
        return index.HasValue ? await FollowAsync(index.Value!, id, cancellationToken) : null;
    }

    /// <summary>Those of an address in every topic, also in those that are defined no more.</summary>
    public async Task<IReadOnlyList<Subscription>> FindAllAsync(bool isTest, string hash, CancellationToken cancellationToken)
    {
        var found = new List<Subscription>();
        foreach (var topic in await TopicsAsync(cancellationToken))
        {
            if (await FindAsync(topic, isTest, hash, cancellationToken) is { } subscription)
                found.Add(subscription);
        }

        return found;
    }

    /// <summary>Those that were said to be a contact's, at whatever address.</summary>
    public async Task<IReadOnlyList<Subscription>> FindOfContactAsync(Guid contact, bool isTest, CancellationToken cancellationToken)
    {
        var found = new List<Subscription>();
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {SubscriptionRows.ContactPartition(contact)} and RowKey ge {$"{contact:N}|"} and RowKey lt {$"{contact:N}}}"}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            var id = Guid.ParseExact(row.RowKey[33..], "D");
            if (await FollowAsync(row, id, cancellationToken) is { } subscription && subscription.ContactId == contact && subscription.IsTest == isTest)
                found.Add(subscription);
        }

        return found;
    }

    /// <summary>The topics in which anybody ever subscribed.</summary>
    public async Task<IReadOnlyList<string>> TopicsAsync(CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {SubscriptionRows.Topics}");
        return await _table.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellationToken)
            .Select(row => row.RowKey).ToListAsync(cancellationToken);
    }

    /// <summary>Rows of a shard in the order of their keys, whatever their state.</summary>
    /// <param name="shard">From 0 to 15.</param>
    /// <param name="after">The key, exclusive, after which the page begins; null for the first page.</param>
    /// <param name="count">Most rows, from 1 to 1,000. Fewer mean that the shard ends here.</param>
    public Task<IReadOnlyList<Subscription>> ReadPageAsync(
        string topic, bool isTest, int shard, string? after, int count, CancellationToken cancellationToken) =>
        ReadAsync(topic, isTest, shard, after, through: null, count, cancellationToken);

    /// <inheritdoc cref="ReadPageAsync(string, bool, int, string?, int, CancellationToken)"/>
    /// <param name="through">The last key, inclusive, so that a page that was cut before reads the same rows again.</param>
    public Task<IReadOnlyList<Subscription>> ReadRangeAsync(
        string topic, bool isTest, int shard, string? after, string through, int count, CancellationToken cancellationToken) =>
        ReadAsync(topic, isTest, shard, after, through, count, cancellationToken);

    /// <summary>The keys alone of a page, for whoever only cuts the shard into ranges.</summary>
    /// <inheritdoc cref="ReadPageAsync(string, bool, int, string?, int, CancellationToken)" path="/param"/>
    public async Task<IReadOnlyList<string>> ReadKeysAsync(
        string topic, bool isTest, int shard, string? after, int count, CancellationToken cancellationToken)
    {
        var keys = new List<string>(count);
        await foreach (var row in _table.QueryAsync<TableEntity>(Filter(topic, isTest, shard, after, null), count, ["RowKey"], cancellationToken))
        {
            keys.Add(row.RowKey);
            if (keys.Count == count)
                break;
        }

        return keys;
    }

    /// <summary>What decides who is in a segment, and no more, of a page.</summary>
    /// <inheritdoc cref="ReadPageAsync(string, bool, int, string?, int, CancellationToken)" path="/param"/>
    public async Task<IReadOnlyList<SubscriptionOutline>> ReadOutlinesAsync(
        string topic, bool isTest, int shard, string? after, int count, CancellationToken cancellationToken)
    {
        var rows = new List<SubscriptionOutline>(count);
        await foreach (var row in _table.QueryAsync<TableEntity>(
            Filter(topic, isTest, shard, after, null), count, SubscriptionRows.OutlineColumns, cancellationToken))
        {
            rows.Add(SubscriptionRows.ReadOutline(row));
            if (rows.Count == count)
                break;
        }

        return rows;
    }

    /// <summary>Address and name of a subscription; null when they were erased.</summary>
    public Subscriber? Open(Subscription subscription) => subscription.Content is { } content
        ? JsonSerializer.Deserialize(cipher.Open(subscription.Id, content).Body, PeykJson.Default.Subscriber)
        : null;

    public SealedContent Seal(Guid id, Subscriber subscriber) =>
        cipher.Seal(id, ContentCipher.NewKey(), JsonSerializer.SerializeToUtf8Bytes(subscriber, PeykJson.Default.Subscriber));

    /// <summary>Adds one if its address has none in the topic. What leads to it goes first, so that no link is ever without a way.</summary>
    /// <returns>False when there is one.</returns>
    public async Task<bool> TryAddAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        await NoteTopicAsync(subscription.Topic, cancellationToken);
        await _table.UpsertEntityAsync(SubscriptionRows.Index(subscription), TableUpdateMode.Replace, cancellationToken);
        await IndexContactAsync(subscription, cancellationToken);
        try
        {
            await _table.AddEntityAsync(SubscriptionRows.Write(subscription), cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // Perhaps our own: a lost answer makes the client of the table ask again.
            if (await FindAsync(subscription.Topic, subscription.IsTest, subscription.Hash, cancellationToken) is { } there && there.Id == subscription.Id)
                return true;
            await UnindexAsync(subscription, cancellationToken);
            return false;
        }
    }

    /// <summary>Keeps a subscription if it is still as it was read.</summary>
    /// <returns>False when somebody else changed it meanwhile: read it again and decide anew.</returns>
    public async Task<bool> TrySaveAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        await IndexContactAsync(subscription, cancellationToken);
        try
        {
            await _table.UpdateEntityAsync(SubscriptionRows.Write(subscription), subscription.ETag, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>
    /// Deletes a subscription if it is still as it was read, and then what leads to it: until that is done, whatever leads nowhere is passed
    /// over.
    /// </summary>
    /// <returns>False when somebody else changed it meanwhile.</returns>
    public async Task<bool> TryDeleteAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        try
        {
            await _table.DeleteEntityAsync(
                SubscriptionRows.Partition(subscription.Topic, subscription.IsTest, subscription.Hash), subscription.Hash, subscription.ETag, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            return false;
        }

        await UnindexAsync(subscription, cancellationToken);
        return true;
    }

    /// <summary>Forgets that a subscription was a contact's.</summary>
    public async Task UnindexContactAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        if (SubscriptionRows.ContactIndex(subscription) is { } row)
            await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
    }

    /// <summary>
    /// Adds many whose addresses are known to be new, a hundred in a transaction. For generated subscribers: those that people bring go one by
    /// one.
    /// </summary>
    /// <exception cref="RequestFailedException">Some address has one already; some of the others may have been added.</exception>
    public async Task AddNewAsync(IEnumerable<Subscription> subscriptions, int atOnce, CancellationToken cancellationToken)
    {
        var all = subscriptions.ToList();
        foreach (var topic in all.Select(s => s.Topic).Distinct())
            await NoteTopicAsync(topic, cancellationToken);
        var slices = all
            .GroupBy(s => SubscriptionRows.Partition(s.Topic, s.IsTest, s.Hash))
            .SelectMany(shard => shard.Chunk(MostActions));
        await Parallel.ForEachAsync(slices, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken }, async (slice, token) =>
        {
            await AddAsync([.. slice.Select(SubscriptionRows.Index)], token);
            await AddAsync([.. slice.Select(SubscriptionRows.Write)], token);
        });
    }

    private async Task AddAsync(List<TableEntity> rows, CancellationToken cancellationToken)
    {
        try
        {
            await _table.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // An answer that did not arrive makes the client send a transaction again; all of it is there then, or nothing. Rows that lead to a
            // subscription have its id as their key.
            var there = await _table.GetEntityIfExistsAsync<TableEntity>(rows[0].PartitionKey, rows[0].RowKey, cancellationToken: cancellationToken);
            if (!there.HasValue || there.Value!.GetGuid("Id") != rows[0].GetGuid("Id"))
                throw;
        }
    }

    private async Task NoteTopicAsync(string topic, CancellationToken cancellationToken)
    {
        if (_topics.ContainsKey(topic))
            return;
        await _table.UpsertEntityAsync(new TableEntity(SubscriptionRows.Topics, topic), TableUpdateMode.Replace, cancellationToken);
        _topics[topic] = true;
    }

    private async Task IndexContactAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        if (SubscriptionRows.ContactIndex(subscription) is { } row)
            await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    private async Task UnindexAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        await UnindexContactAsync(subscription, cancellationToken);
        await _table.DeleteEntityAsync(SubscriptionRows.IndexPartition(subscription.Id), subscription.Id.ToString("D"), ETag.All, cancellationToken);
    }

    private async Task<Subscription?> FollowAsync(TableEntity lead, Guid id, CancellationToken cancellationToken)
    {
        var (partition, hash) = SubscriptionRows.Target(lead);
        var found = await ReadAsync(partition, hash, cancellationToken);
        // A row that was written anew after its erasure has another id: what led to the old one does not lead to it.
        return found?.Id == id ? found : null;
    }

    private async Task<Subscription?> ReadAsync(string partition, string hash, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(partition, hash, cancellationToken: cancellationToken);
        return row.HasValue ? SubscriptionRows.Read(row.Value!) : null;
    }

    private async Task<IReadOnlyList<Subscription>> ReadAsync(
        string topic, bool isTest, int shard, string? after, string? through, int count, CancellationToken cancellationToken)
    {
        var rows = new List<Subscription>(count);
        await foreach (var row in _table.QueryAsync<TableEntity>(Filter(topic, isTest, shard, after, through), count, cancellationToken: cancellationToken))
        {
            rows.Add(SubscriptionRows.Read(row));
            if (rows.Count == count)
                break;
        }

        return rows;
    }

    private static string Filter(string topic, bool isTest, int shard, string? after, string? through)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {SubscriptionRows.Partition(topic, isTest, shard)} and RowKey gt {after ?? ""}");
        return through is null ? filter : $"{filter} and {TableClient.CreateQueryFilter($"RowKey le {through}")}";
    }
}
