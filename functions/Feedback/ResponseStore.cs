using System.Text;
using Azure;
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
    /// <summary>Before the key of every survey, and after it.</summary>
    internal const string From = "a";
    internal const string To = "{";

    /// <summary>As many as a transaction may have.</summary>
    private const int MostActions = 100;

    private static readonly string[] WithoutComments =
        ["PartitionKey", "RowKey", "Client", "At", "Score", "Channel", "Language", "Service", "SecondsToAnswer", "Flags", "Test"];

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

    /// <summary>Everything that was answered to the requests of the months of two moments and between, by request, oldest first, without the comments.</summary>
    public Task<IReadOnlyList<GivenAnswer>> ReadScoresAsync(string survey, DateTimeOffset first, DateTimeOffset last, CancellationToken cancellationToken) =>
        QueryAsync(
            TableClient.CreateQueryFilter($"PartitionKey ge {Partition(survey, first)} and PartitionKey le {Partition(survey, last)}"), cancellationToken,
            WithoutComments);

    /// <summary>A page of a month's answers, by request, oldest first.</summary>
    /// <param name="after">Row key of the last answer that was read; null to begin with the first.</param>
    public async IAsyncEnumerable<(string RowKey, GivenAnswer Answer)> ReadMonthAsync(
        string survey, DateTimeOffset month, string? after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(survey, month)} and RowKey gt {after ?? ""}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            yield return (row.RowKey, Read(row));
    }

    /// <summary>Takes the comments out of a request's answers; the scores stay, and are nobody's. A second call changes nothing.</summary>
    public async Task RemoveCommentsAsync(FeedbackRequest request, CancellationToken cancellationToken)
    {
        foreach (var some in (await FindAsync(request, cancellationToken)).Where(a => a.Comment is not null).Chunk(MostActions))
            await AddAsync([.. some.Select(a => a with { Comment = null })], cancellationToken);
    }

    /// <summary>Deletes a request's answers; a second call changes nothing.</summary>
    public async Task DeleteAsync(FeedbackRequest request, CancellationToken cancellationToken)
    {
        foreach (var some in (await FindAsync(request, cancellationToken)).Chunk(MostActions))
            await _table.SubmitTransactionAsync(some.Select(a => new TableTransactionAction(TableTransactionActionType.Delete, Key(a), ETag.All)), cancellationToken);
    }

    private async Task<IReadOnlyList<GivenAnswer>> QueryAsync(string filter, CancellationToken cancellationToken, string[]? select = null)
    {
        var answers = new List<GivenAnswer>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, select: select, cancellationToken: cancellationToken))
            answers.Add(Read(row));
        return answers;
    }

    private static string Partition(string survey, DateTimeOffset asked) => $"{survey}|{asked.UtcDateTime:yyyyMM}";

    /// <summary>The request that a row's comment is sealed for.</summary>
    internal static Guid RequestOf(TableEntity row) => Guid.ParseExact(row.RowKey.Split('|')[0], "D");

    private static TableEntity Key(GivenAnswer a) =>
        new(Partition(a.Survey, NotificationKeys.TimeOf(a.Request)), $"{a.Request:D}|{a.At.UtcTicks:D19}|{a.Item}");

    private TableEntity Write(GivenAnswer a)
    {
        var row = Key(a);
        row["Client"] = a.ClientId;
        row["At"] = a.At;
        row["Score"] = a.Score;
        row["Channel"] = a.Channel.ToWord();
        row["Language"] = a.Language;
        row["Service"] = a.Service;
        row["SecondsToAnswer"] = a.TimeToAnswer.TotalSeconds;
        row["Flags"] = (int)a.Flags;
        row["Test"] = a.IsTest ? true : null;
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
        var request = RequestOf(row);
        return new(
            request, row.GetString("Client")!, row.PartitionKey.Split('|')[0], row.RowKey.Split('|')[2], row.GetDateTimeOffset("At")!.Value, row.GetInt32("Score"),
            SnakeCase.FromWord<AnswerChannel>(row.GetString("Channel")!), row.GetString("Language")!, row.GetString("Service"),
            TimeSpan.FromSeconds(row.GetDouble("SecondsToAnswer")!.Value), (AnswerFlags)row.GetInt32("Flags")!.Value, row.GetBoolean("Test") ?? false,
            FeedbackRows.ReadSealed(row) is { } comment ? Encoding.UTF8.GetString(cipher.Open(request, comment).Body) : null);
    }
}
