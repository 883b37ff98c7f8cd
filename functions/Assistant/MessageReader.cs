using System.Buffers.Text;
using System.Text;
using Azure.Data.Tables;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Assistant;

/// <summary>Which messages a list shows.</summary>
/// <param name="After">The place of the last one that was seen; null to begin with the oldest.</param>
public sealed record MessageQuery(MessageState? State, InboundOutcome? Outcome, string? After, int Limit);

/// <summary>Reads messages for those who answer them, oldest first: who has waited longest stands on top.</summary>
public sealed class MessageReader(TableServiceClient tables, Conversations conversations, InboundHandler handler)
{
    public const int UsualPage = 20;
    public const int LongestPage = 100;

    private const char Separator = '/';

    private readonly TableClient _table = tables.GetTableClient(Tables.Conversations);

    public async Task<MessagePage> ReadAsync(MessageQuery query, CancellationToken cancellationToken)
    {
        var items = new List<MessageView>();
        string? last = null;
        await foreach (var row in RowsAsync(query, cancellationToken))
        {
            if (items.Count == query.Limit)
                return new(items, last);
            last = Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{row.PartitionKey}{Separator}{row.RowKey}"));
            // Erased between the two reads, or its code is: then there is nothing to show.
            if (await conversations.FindAsync(row.GetString("Sender")!, row.RowKey.Split('|')[1], cancellationToken) is { Decision.Code: not null } sms)
                items.Add(View(sms));
        }

        return new(items, null);
    }

    public async Task<MessageView?> FindAsync(string code, CancellationToken cancellationToken) =>
        await conversations.FindByCodeAsync(code, cancellationToken) is { Decision.Code: not null } sms ? View(sms) : null;

    public MessageView View(InboundSms sms) => MessageView.Of(sms, sms.Answer is { } answer ? handler.IdOf(sms, answer) : null);

    /// <summary>The place that a cursor stands for; null when it is none of ours.</summary>
    public static string? PlaceOf(string cursor)
    {
        var bytes = new byte[160];
        if (cursor.Length > 200 || !Base64Url.IsValid(cursor) || !Base64Url.TryDecodeFromChars(cursor, bytes, out var length))
            return null;
        var place = Encoding.ASCII.GetString(bytes, 0, length);
        return place.StartsWith(ConversationRows.MessagesFrom, StringComparison.Ordinal) && place.Contains(Separator) ? place : null;
    }

    private async IAsyncEnumerable<TableEntity> RowsAsync(
        MessageQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = ConversationRows.MessagesFrom;
        if (query.After?.Split(Separator, 2) is [var day, var row])
        {
            // The rest of a day and the days after it are two ranges; one condition for both would be a scan.
            from = $"{day}~";
            await foreach (var rest in QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {day} and RowKey gt {row}"), query, cancellationToken))
                yield return rest;
        }

        var days = TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {ConversationRows.MessagesTo}");
        await foreach (var later in QueryAsync(days, query, cancellationToken))
            yield return later;
    }

    private IAsyncEnumerable<TableEntity> QueryAsync(string range, MessageQuery query, CancellationToken cancellationToken)
    {
        if (query.State is { } state)
            range += " and " + TableClient.CreateQueryFilter($"State eq {state.ToWord()}");
        if (query.Outcome is { } outcome)
            range += " and " + TableClient.CreateQueryFilter($"Outcome eq {outcome.ToWord()}");
        return _table.QueryAsync<TableEntity>(range, maxPerPage: query.Limit + 1, cancellationToken: cancellationToken);
    }
}
