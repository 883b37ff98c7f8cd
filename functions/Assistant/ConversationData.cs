using Azure;
using Azure.Data.Tables;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Assistant;

/// <summary>A text as its sender is shown what is kept of them.</summary>
public sealed record KeptText(DateTimeOffset ReceivedAt, string Text, InboundOutcome? Outcome, string? Code, string? Answer);

/// <summary>Shows and deletes what is kept of one number. Answers and replies are kept, shown and deleted by others.</summary>
public sealed class ConversationData(TableServiceClient tables, ContentCipher cipher, DerivedIds ids)
{
    private readonly TableClient _table = tables.GetTableClient(Tables.Conversations);

    /// <param name="sender">The number's hash.</param>
    public async Task<IReadOnlyList<KeptText>> ExportAsync(string sender, CancellationToken cancellationToken)
    {
        var texts = new List<KeptText>();
        await foreach (var sms in TextsAsync(sender, cancellationToken))
            texts.Add(new(sms.ReceivedAt, sms.Body.Text, sms.Decision?.Outcome, sms.Decision?.Code, sms.Answer?.Text));
        return [.. texts.OrderBy(t => t.ReceivedAt)];
    }

    /// <summary>Deletes the texts that came until a time, and the talk. Doing so again changes nothing.</summary>
    /// <returns>How many texts there were.</returns>
    public async Task<int> EraseAsync(string sender, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var erased = 0;
        await foreach (var sms in TextsAsync(sender, cancellationToken))
        {
            if (sms.ReceivedAt > until)
                continue;
            // What points to the text goes first: nothing is left of it when the text is gone.
            await DeleteAsync(ConversationRows.Day(sms.ReceivedAt), ConversationRows.Place(sms.ReceivedAt, sms.Sid));
            await DeleteAsync(ConversationRows.Open, $"{sms.Sender}|{sms.Sid}");
            await DeleteAsync(ConversationRows.Messages(sms.ReceivedAt), ConversationRows.Place(sms.ReceivedAt, sms.Sid));
            if (sms.Decision?.Code is { } code)
                await DeleteAsync(ConversationRows.Code(code), "");
            await DeleteAsync(sender, ConversationRows.Text + sms.Sid);
            erased++;
        }

        var rest = TableClient.CreateQueryFilter($"PartitionKey eq {sender} and RowKey ge {ConversationRows.Asked}");
        await foreach (var row in _table.QueryAsync<TableEntity>(rest, cancellationToken: cancellationToken))
        {
            // A talk noted another end with every text of its last days.
            var kept = row.GetDateTimeOffset(ConversationRows.KeptUntil)!.Value;
            for (var day = kept - Conversations.SessionKept - TimeSpan.FromDays(1); day <= kept; day += TimeSpan.FromDays(1))
                await DeleteAsync(ConversationRows.End(day), ConversationRows.EndRow(sender, row.RowKey));
            await DeleteAsync(ConversationRows.End(kept), ConversationRows.EndRow(sender, row.RowKey));
            await DeleteAsync(row.PartitionKey, row.RowKey);
        }

        return erased;

        Task DeleteAsync(string partition, string row) => _table.DeleteEntityAsync(partition, row, ETag.All, cancellationToken);
    }

    private async IAsyncEnumerable<InboundSms> TextsAsync(
        string sender, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {sender} and RowKey ge {ConversationRows.Text} and RowKey lt {"m}"}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            yield return ConversationRows.Read(row, cipher, ids);
    }
}
