using Azure;
using Azure.Data.Tables;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Assistant;

/// <summary>A text that waits for being handled.</summary>
public sealed record WaitingSms(string Sender, string Sid, DateTimeOffset ReceivedAt);

/// <summary>A talk as it was read.</summary>
/// <param name="Session">A new one when nothing was said yet.</param>
/// <param name="Version">Null when the session has no row yet.</param>
/// <param name="Asked">Requests that are sent already, the newest first.</param>
public sealed record Conversation(SmsSession Session, ETag? Version, IReadOnlyList<AskedBySms> Asked);

/// <summary>The table Conversations: what citizens text us, and where the talk with them stands.</summary>
public sealed class Conversations(TableServiceClient tables, ContentCipher cipher, DerivedIds ids)
{
    /// <summary>A talk is forgotten so long after its last text, and a request so long after its end.</summary>
    public static readonly TimeSpan SessionKept = TimeSpan.FromDays(7);

    private readonly TableClient _table = tables.GetTableClient(Tables.Conversations);

    /// <summary>Keeps a text. Keeping it again changes nothing; the open row goes first, so that no text is kept that nobody looks at.</summary>
    public async Task AddAsync(InboundSms sms, CancellationToken cancellationToken)
    {
        if (await FindAsync(sms.Sender, sms.Sid, cancellationToken) is not null)
            return;
        await _table.UpsertEntityAsync(
            new TableEntity(ConversationRows.Open, OpenRow(sms.Sender, sms.Sid)) { ["ReceivedAt"] = sms.ReceivedAt }, TableUpdateMode.Replace, cancellationToken);
        try
        {
            await _table.AddEntityAsync(ConversationRows.Write(sms, cipher, ids), cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // Another delivery of it was faster.
        }
    }

    public async Task<InboundSms?> FindAsync(string sender, string sid, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(sender, ConversationRows.Text + sid, cancellationToken: cancellationToken);
        return row.HasValue ? ConversationRows.Read(row.Value!, cipher, ids) : null;
    }

    public async Task<Conversation> ReadAsync(InboundSms sms, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(
            sms.Sender, ConversationRows.Session + sms.Service, cancellationToken: cancellationToken);
        var asked = await AskedAsync(sms.Sender, sms.ReceivedAt, cancellationToken);
        return new(row.HasValue ? ConversationRows.ReadSession(row.Value!) : new(), row.HasValue ? row.Value!.ETag : null, asked);
    }

    /// <summary>
    /// Keeps what was decided about a text together with the session, if nothing was said or decided meanwhile. Null: read both again
    /// and decide anew.
    /// </summary>
    public async Task<InboundSms?> TryDecideAsync(InboundSms sms, Conversation before, Turn turn, CancellationToken cancellationToken)
    {
        var decided = sms with { Decision = turn.Decision };
        var keptUntil = sms.ReceivedAt + SessionKept;
        await NoteEndAsync(sms.Sender, ConversationRows.Session + sms.Service, keptUntil, cancellationToken);
        var session = ConversationRows.Write(sms.Sender, sms.Service, turn.Session, keptUntil);
        try
        {
            var saved = await _table.SubmitTransactionAsync(
                [
                    before.Version is { } version
                        ? new(TableTransactionActionType.UpdateReplace, session, version)
                        : new(TableTransactionActionType.Add, session),
                    new(TableTransactionActionType.UpdateReplace, ConversationRows.Write(decided, cipher, ids), sms.ETag),
                ],
                cancellationToken);
            return decided with { ETag = saved.Value[1].Headers.ETag!.Value };
        }
        catch (TableTransactionFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return null;
        }
    }

    /// <summary>
    /// Keeps what a person answered, if nobody did meanwhile, and opens the text again until the answer is sent. Null: read it again.
    /// </summary>
    public async Task<InboundSms?> TryAnswerAsync(InboundSms sms, MessageAnswer answer, CancellationToken cancellationToken)
    {
        var answered = sms with { Answer = answer, IsHandled = false };
        await _table.UpsertEntityAsync(
            new TableEntity(ConversationRows.Open, OpenRow(sms.Sender, sms.Sid)) { ["ReceivedAt"] = answer.At }, TableUpdateMode.Replace, cancellationToken);
        try
        {
            var saved = await _table.UpdateEntityAsync(ConversationRows.Write(answered, cipher, ids), sms.ETag, TableUpdateMode.Replace, cancellationToken);
            return answered with { ETag = saved.Headers.ETag!.Value };
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return null;
        }
    }

    /// <summary>The text of a message's code; null when there is none.</summary>
    public async Task<InboundSms?> FindByCodeAsync(string code, CancellationToken cancellationToken)
    {
        var taken = await _table.GetEntityIfExistsAsync<TableEntity>(ConversationRows.Code(code), "", cancellationToken: cancellationToken);
        return taken.HasValue ? await FindAsync(taken.Value!.GetString("Sender")!, taken.Value.GetString("Sid")!, cancellationToken) : null;
    }

    /// <summary>Nothing is left to be done about a text. It joins the texts of its day, and the messages, before it leaves what is open.</summary>
    public async Task EndAsync(InboundSms sms, CancellationToken cancellationToken)
    {
        if (sms.Decision?.Code is { } code)
        {
            await _table.UpsertEntityAsync(
                new TableEntity(ConversationRows.Messages(sms.ReceivedAt), ConversationRows.Place(sms.ReceivedAt, sms.Sid))
                {
                    ["Sender"] = sms.Sender,
                    ["Code"] = code,
                    ["Outcome"] = sms.Decision.Outcome.ToWord(),
                    ["State"] = (sms.Answer is null ? MessageState.Open : MessageState.Answered).ToWord(),
                },
                TableUpdateMode.Replace,
                cancellationToken);
        }

        await _table.UpsertEntityAsync(
            new TableEntity(ConversationRows.Day(sms.ReceivedAt), ConversationRows.Place(sms.ReceivedAt, sms.Sid))
            {
                ["Sender"] = sms.Sender,
                ["Code"] = sms.Decision?.Code,
            },
            TableUpdateMode.Replace,
            cancellationToken);
        if (!sms.IsHandled)
        {
            var row = new TableEntity(sms.Sender, ConversationRows.Text + sms.Sid) { ["Handled"] = true };
            await _table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, cancellationToken);
        }

        await _table.DeleteEntityAsync(ConversationRows.Open, OpenRow(sms.Sender, sms.Sid), ETag.All, cancellationToken);
    }

    /// <summary>Texts that came before a time and are not handled, oldest hash first.</summary>
    public async IAsyncEnumerable<WaitingSms> WaitingAsync(
        DateTimeOffset before, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {ConversationRows.Open} and ReceivedAt lt {before}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            var parts = row.RowKey.Split('|');
            yield return new(parts[0], parts[1], row.GetDateTimeOffset("ReceivedAt")!.Value);
        }
    }

    /// <summary>Forgets that a text is open of which nothing was kept.</summary>
    public Task ForgetOpenAsync(WaitingSms waiting, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(ConversationRows.Open, OpenRow(waiting.Sender, waiting.Sid), ETag.All, cancellationToken);

    /// <summary>Makes the answers of a number find a request. A second call changes nothing.</summary>
    public async Task ListenAsync(string sender, AskedBySms asked, CancellationToken cancellationToken)
    {
        var row = ConversationRows.Write(sender, asked, asked.Until + SessionKept);
        await NoteEndAsync(sender, row.RowKey, asked.Until + SessionKept, cancellationToken);
        await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>The requests that were put to a number until a time, the newest first.</summary>
    public async Task<IReadOnlyList<AskedBySms>> AskedAsync(string sender, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var asked = new List<AskedBySms>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {sender} and RowKey ge {ConversationRows.Asked} and RowKey lt {"q}"}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            asked.Add(ConversationRows.ReadAsked(row));
        return [.. asked.Where(a => a.From <= until).OrderByDescending(a => a.From)];
    }

    /// <summary>Takes the code for a text. False when another text has it.</summary>
    public async Task<bool> TryTakeCodeAsync(string code, InboundSms sms, CancellationToken cancellationToken)
    {
        var row = new TableEntity(ConversationRows.Code(code), "") { ["Sender"] = sms.Sender, ["Sid"] = sms.Sid };
        try
        {
            await _table.AddEntityAsync(row, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            var taken = await _table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
            return taken.HasValue && taken.Value!.GetString("Sender") == sms.Sender && taken.Value.GetString("Sid") == sms.Sid;
        }
    }

    /// <summary>Notes, before a row of a talk is written, on which day it can go.</summary>
    private Task NoteEndAsync(string sender, string row, DateTimeOffset at, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(new TableEntity(ConversationRows.End(at), ConversationRows.EndRow(sender, row))
        {
            ["Sender"] = sender,
            ["Row"] = row,
        }, TableUpdateMode.Replace, cancellationToken);

    private static string OpenRow(string sender, string sid) => $"{sender}|{sid}";
}
