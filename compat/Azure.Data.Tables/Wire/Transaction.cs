#nullable enable
using System.Buffers;
using System.Text;

namespace Azure.Data.Tables.Wire;

/// <summary>An entity-group transaction as multipart: one batch with one change set, one HTTP request a part.</summary>
internal sealed class Transaction
{
    private readonly ArrayBufferWriter<byte> body = new(4096);
    private readonly string id = Guid.NewGuid().ToString("N");

    private Transaction()
    {
    }

    public string ContentType => $"multipart/mixed; boundary=batch_{id}";

    public ReadOnlyMemory<byte> Body => body.WrittenMemory;

    /// <exception cref="TableTransactionFailedException">A limit of the service is exceeded; Azurite would take some of these.</exception>
    public static Transaction Of(string endpoint, string table, IReadOnlyList<TableTransactionAction> actions)
    {
        var transaction = new Transaction();
        if (actions.Count > ServiceLimits.ActionsInTransaction)
            throw Refused(ServiceLimits.ActionsInTransaction, 400, "InvalidInput", "A transaction has at most 100 actions.");

        var rows = new HashSet<string>();
        transaction.Text($"--batch_{transaction.id}\r\nContent-Type: multipart/mixed; boundary=changeset_{transaction.id}\r\n\r\n");
        for (var index = 0; index < actions.Count; index++)
        {
            var entity = actions[index].Entity;
            if (entity.PartitionKey != actions[0].Entity.PartitionKey)
                throw Refused(index, 400, "CommandsInBatchActOnDifferentPartitions", "All actions of a transaction have the same partition key.");
            if (!rows.Add(entity.RowKey))
                throw Refused(index, 400, "InvalidDuplicateRow", "A transaction names each row once.");
            transaction.Append(endpoint, table, actions[index], index);
            if (transaction.body.WrittenCount > ServiceLimits.TransactionBytes)
                throw Refused(index, 413, "RequestBodyTooLarge", "A transaction is at most 4 MiB.");
        }

        transaction.Text($"--changeset_{transaction.id}--\r\n--batch_{transaction.id}--\r\n");
        return transaction;
    }

    private void Append(string endpoint, string table, TableTransactionAction action, int index)
    {
        var entity = action.Entity;
        var path = action.ActionType == TableTransactionActionType.Add ? "/" + table : EntityPath.Of(table, entity.PartitionKey, entity.RowKey);
        Text($"--changeset_{id}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
        Text($"{Verb(action.ActionType)} {endpoint}{path} HTTP/1.1\r\n");
        Text("Accept: application/json;odata=minimalmetadata\r\nDataServiceVersion: 3.0\r\n");
        if (Condition(action) is { Length: > 0 } condition)
            Text($"If-Match: {condition}\r\n");
        if (action.ActionType == TableTransactionActionType.Delete)
        {
            Text("\r\n\r\n");
            return;
        }

        Text("Content-Type: application/json\r\nPrefer: return-no-content\r\n\r\n");
        try
        {
            EntityWriter.WriteCompact(body, entity);
        }
        catch (RequestFailedException refused)
        {
            throw Refused(index, refused.Status, refused.ErrorCode!, refused.Message);
        }

        Text("\r\n");
    }

    private static string Verb(TableTransactionActionType type) => type switch
    {
        TableTransactionActionType.Add => "POST",
        TableTransactionActionType.Delete => "DELETE",
        TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpsertMerge => "PATCH",
        TableTransactionActionType.UpdateReplace or TableTransactionActionType.UpsertReplace => "PUT",
    };

    private static string? Condition(TableTransactionAction action) => action.ActionType switch
    {
        TableTransactionActionType.Delete => (action.ETag == default ? ETag.All : action.ETag).ToString(),
        TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpdateReplace =>
            action.ETag == default ? null : action.ETag.ToString(),
        TableTransactionActionType.Add or TableTransactionActionType.UpsertMerge or TableTransactionActionType.UpsertReplace => null,
    };

    private static TableTransactionFailedException Refused(int index, int status, string code, string message) =>
        new(new RequestFailedException(status, $"{index}:{message}", code, innerException: null));

    private void Text(string text) => Encoding.UTF8.GetBytes(text, body);
}
