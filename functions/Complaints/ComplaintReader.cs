using Azure.Data.Tables;
using Peyk.Functions.Shared;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Complaints;

/// <summary>Which complaints a list shows.</summary>
/// <param name="After">Id of the last one that was seen; null to begin with the oldest.</param>
public sealed record ComplaintQuery(string ClientId, bool IsTest, ComplaintState? State, string? Code, string? After, int Limit);

/// <summary>Reads the complaints of a client, oldest first: who has waited longest stands on top.</summary>
public sealed class ComplaintReader(TableServiceClient tables, ContentCipher cipher)
{
    public const int UsualPage = 20;
    public const int LongestPage = 100;

    private readonly TableClient _table = tables.GetTableClient(Tables.Complaints);

    public async Task<ComplaintPage> ReadAsync(ComplaintQuery query, CancellationToken cancellationToken)
    {
        var items = new List<ComplaintView>();
        await foreach (var row in RowsAsync(query, cancellationToken))
        {
            if (items.Count == query.Limit)
                return new(items, items[^1].Id.ToString("D"));
            items.Add(ComplaintView.Of(ComplaintRows.Read(row, cipher)));
        }

        return new(items, null);
    }

    /// <summary>The place that a cursor stands for; null when it is none of ours.</summary>
    public static string? PlaceOf(string cursor) => NotificationKeys.TryParse(cursor, out _) ? cursor : null;

    private async IAsyncEnumerable<TableEntity> RowsAsync(
        ComplaintQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = "";
        if (query.After is { } last)
        {
            // The rest of a month and the months after it are two ranges; one condition for both would be a scan.
            var month = ComplaintRows.Partition(Guid.ParseExact(last, "D"));
            from = $"{month}~";
            await foreach (var rest in QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {month} and RowKey gt {last}"), query, cancellationToken))
                yield return rest;
        }

        await foreach (var later in QueryAsync(TableClient.CreateQueryFilter($"PartitionKey ge {from}"), query, cancellationToken))
            yield return later;
    }

    private IAsyncEnumerable<TableEntity> QueryAsync(string range, ComplaintQuery query, CancellationToken cancellationToken)
    {
        range += " and " + TableClient.CreateQueryFilter($"RowKey lt {ComplaintRows.OpenFrom} and Client eq {query.ClientId} and Test eq {query.IsTest}");
        if (query.State is { } state)
            range += " and " + TableClient.CreateQueryFilter($"State eq {state.ToWord()}");
        if (query.Code is { } code)
            range += " and " + TableClient.CreateQueryFilter($"Code eq {code}");
        return _table.QueryAsync<TableEntity>(range, maxPerPage: query.Limit + 1, cancellationToken: cancellationToken);
    }
}
