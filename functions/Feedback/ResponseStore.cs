using System.Text;
using Azure.Data.Tables;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Feedback;

/// <summary>
/// The table Responses: every answer that was ever given, never changed. A partition is a survey and the month in which it was asked;
/// comments are encrypted, all else says nothing of a person.
/// </summary>
public sealed class ResponseStore(TableServiceClient tables, ContentCipher cipher)
{
    private readonly TableClient _table = tables.GetTableClient(Tables.Responses);

    /// <summary>Keeps the answers of one moment together. Keeping them again changes nothing.</summary>
    public Task AddAsync(IReadOnlyList<GivenAnswer> answers, CancellationToken cancellationToken) =>
        _table.SubmitTransactionAsync(
            answers.Select(a => new TableTransactionAction(TableTransactionActionType.UpsertReplace, Write(a))), cancellationToken);

    /// <summary>Everything that was answered to a request, oldest first.</summary>
    public Task<IReadOnlyList<GivenAnswer>> FindAsync(FeedbackRequest request, CancellationToken cancellationToken) =>
        QueryAsync(
            TableClient.CreateQueryFilter(
                $"PartitionKey eq {Partition(request.Survey, request.CreatedAt)} and RowKey ge {$"{request.Id:D}|"} and RowKey lt {$"{request.Id:D}}}"}"),
            cancellationToken);

    /// <summary>Everything that was answered to the requests of a month, by request, oldest first.</summary>
    public Task<IReadOnlyList<GivenAnswer>> ReadMonthAsync(string survey, DateTimeOffset month, CancellationToken cancellationToken) =>
        QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition(survey, month)}"), cancellationToken);

    /// <summary>A page of a month's answers, by request, oldest first.</summary>
    /// <param name="after">Row key of the last answer that was read; null to begin with the first.</param>
    public async IAsyncEnumerable<(string RowKey, GivenAnswer Answer)> ReadMonthAsync(
        string survey, DateTimeOffset month, string? after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(survey, month)} and RowKey gt {after ?? ""}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            yield return (row.RowKey, Read(row));
    }

    private async Task<IReadOnlyList<GivenAnswer>> QueryAsync(string filter, CancellationToken cancellationToken)
    {
        var answers = new List<GivenAnswer>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            answers.Add(Read(row));
        return answers;
    }

    private static string Partition(string survey, DateTimeOffset asked) => $"{survey}|{asked.UtcDateTime:yyyyMM}";

    private TableEntity Write(GivenAnswer a)
    {
        var row = new TableEntity(
            Partition(a.Survey, NotificationKeys.TimeOf(a.Request)), $"{a.Request:D}|{a.At.UtcTicks:D19}|{a.Item}")
        {
            ["Client"] = a.ClientId,
            ["At"] = a.At,
            ["Score"] = a.Score,
            ["Channel"] = a.Channel.ToWord(),
            ["Language"] = a.Language,
            ["Service"] = a.Service,
            ["SecondsToAnswer"] = a.TimeToAnswer.TotalSeconds,
            ["Flags"] = (int)a.Flags,
            ["Test"] = a.IsTest ? true : null,
        };
        if (a.Comment is null)
            return row;
        var sealedComment = cipher.Seal(a.Request, ContentCipher.NewKey(), Encoding.UTF8.GetBytes(a.Comment));
        row["KeyId"] = sealedComment.KeyId;
        row["WrappedKey"] = sealedComment.WrappedKey;
        row["Body"] = sealedComment.Body;
        return row;
    }

    private GivenAnswer Read(TableEntity row)
    {
        var parts = row.RowKey.Split('|');
        var request = Guid.ParseExact(parts[0], "D");
        return new(
            request, row.GetString("Client")!, row.PartitionKey.Split('|')[0], parts[2], row.GetDateTimeOffset("At")!.Value, row.GetInt32("Score"),
            SnakeCase.FromWord<AnswerChannel>(row.GetString("Channel")!), row.GetString("Language")!, row.GetString("Service"),
            TimeSpan.FromSeconds(row.GetDouble("SecondsToAnswer")!.Value), (AnswerFlags)row.GetInt32("Flags")!.Value, row.GetBoolean("Test") ?? false,
            row.GetBinary("Body") is { } body
                ? Encoding.UTF8.GetString(cipher.Open(request, new(row.GetString("KeyId")!, row.GetBinary("WrappedKey")!, body)).Body)
                : null);
    }
}
