using Azure;
using Azure.Data.Tables;
using Peyk.Core.Cases;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.StatusUpdates;

/// <summary>Whose case a tracking code stands for. Nothing of it is personal.</summary>
/// <param name="ClientId">The client that opened the case; no other may add steps.</param>
/// <param name="Language">Tag of the language in which the case is shown unless another is asked for.</param>
/// <param name="OpenedBy">Id of the request that opened it, by which a repeat of that request knows its own case again.</param>
public sealed record CaseHead(
    TrackingCode Code, string ClientId, string Service, string Language, DateTimeOffset CreatedAt, Guid OpenedBy);

/// <summary>One word about a step.</summary>
/// <param name="Id">Id of the request that said it; ids grow with time, so they order what was said.</param>
public sealed record CaseStep(Guid Id, string Step, DateTimeOffset OccurredAt, bool Withdrawn);

/// <summary>A case with all that was ever said of it, in the order in which it was said.</summary>
public sealed record StoredCase(CaseHead Head, IReadOnlyList<CaseStep> Steps);

/// <summary>
/// The table Cases: <c>{code}|head</c> and <c>{code}|step|{id}</c> in the partition of the code's hash, so that a case is one range.
/// Rows are only ever inserted; inserting one again changes nothing.
/// </summary>
public sealed class CaseStore(TableServiceClient tables, Keyring keyring)
{
    private readonly TableClient table = tables.GetTableClient(Tables.Cases);

    /// <summary>Opens a case with its first step, both or neither. False when the code is taken, be it by the same request.</summary>
    public async Task<bool> AddAsync(CaseHead head, CaseStep first, CancellationToken cancellationToken)
    {
        try
        {
            await table.SubmitTransactionAsync([Add(HeadRow(head)), Add(StepRow(head.Code, first))], cancellationToken);
            return true;
        }
        catch (TableTransactionFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }

    /// <summary>Adds a word about a step. A second call with the same id changes nothing.</summary>
    public async Task AddStepAsync(TrackingCode code, CaseStep step, CancellationToken cancellationToken)
    {
        try
        {
            await table.AddEntityAsync(StepRow(code, step), cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // Said already: the request is repeated.
        }
    }

    public async Task<CaseHead?> FindAsync(TrackingCode code, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(
            Partition(code.Value), HeadKey(code.Value), cancellationToken: cancellationToken);
        return row.HasValue ? ReadHead(code, row.Value!) : null;
    }

    /// <summary>The whole case, in one range. Null when there is none; for null it reads as much, so that the time tells nothing.</summary>
    public async Task<StoredCase?> ReadAsync(TrackingCode? code, CancellationToken cancellationToken)
    {
        var value = code?.Value ?? "";
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(value)} and RowKey ge {value + "|"} and RowKey lt {value + "}"}");
        CaseHead? head = null;
        var steps = new List<CaseStep>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (code is not null && row.RowKey == HeadKey(value))
                head = ReadHead(code, row);
            else
                steps.Add(ReadStep(row));
        }

        return head is null ? null : new(head, steps);
    }

    private string Partition(string code) => keyring.LookupHash("case", code)[..3];

    private static string HeadKey(string code) => $"{code}|head";

    private static TableTransactionAction Add(TableEntity row) => new(TableTransactionActionType.Add, row);

    private TableEntity HeadRow(CaseHead head) => new(Partition(head.Code.Value), HeadKey(head.Code.Value))
    {
        ["Client"] = head.ClientId,
        ["Service"] = head.Service,
        ["Language"] = head.Language,
        ["CreatedAt"] = head.CreatedAt,
        ["OpenedBy"] = head.OpenedBy,
    };

    private TableEntity StepRow(TrackingCode code, CaseStep step) => new(Partition(code.Value), $"{code.Value}|step|{step.Id:D}")
    {
        ["Step"] = step.Step,
        ["OccurredAt"] = step.OccurredAt,
        ["Withdrawn"] = step.Withdrawn,
    };

    private static CaseHead ReadHead(TrackingCode code, TableEntity row) => new(
        code,
        row.GetString("Client")!,
        row.GetString("Service")!,
        row.GetString("Language")!,
        row.GetDateTimeOffset("CreatedAt")!.Value,
        row.GetGuid("OpenedBy")!.Value);

    private static CaseStep ReadStep(TableEntity row) => new(
        Guid.ParseExact(row.RowKey.AsSpan(row.RowKey.LastIndexOf('|') + 1), "D"),
        row.GetString("Step")!,
        row.GetDateTimeOffset("OccurredAt")!.Value,
        row.GetBoolean("Withdrawn")!.Value);
}
