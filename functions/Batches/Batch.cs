using Azure;
using Peyk.Functions.Clients;

namespace Peyk.Functions.Batches;

public enum BatchStatus
{
    /// <summary>Its rows are being taken over.</summary>
    Running,

    /// <summary>The client stopped it for a while.</summary>
    Paused,

    /// <summary>The client ended it: the rows that were left are gone.</summary>
    Cancelled,

    /// <summary>Every row was accepted or refused.</summary>
    Completed,
}

/// <summary>A batch as its head has it.</summary>
/// <param name="Upload">Names the rows that were kept with this head: a request that is repeated keeps its rows anew.</param>
/// <param name="Done">Rows worked off; the next one has this number and one.</param>
/// <param name="Turn">Rises with each hint that is put: any other hint is a late or doubled one, and is dropped.</param>
/// <param name="LookedAt">When a hint was last put or a slice finished.</param>
public sealed record Batch(
    Guid Id,
    ApiClient Client,
    string Kind,
    string Upload,
    int Total,
    BatchStatus Status,
    int Done,
    int Accepted,
    int Refused,
    int Turn,
    DateTimeOffset CreatedAt,
    DateTimeOffset LookedAt)
{
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Keys of the idempotency row that names the batch, which goes when the batch goes.</summary>
    public string? IdempotencyRow { get; init; }

    public ETag Version { get; init; }

    public bool IsFinal => Status is BatchStatus.Cancelled or BatchStatus.Completed;
}

/// <summary>A row as it was posted.</summary>
/// <param name="Line">Where it begins in the file, from 1.</param>
/// <param name="Body">What the API takes for one of the kind, as JSON; null when it was erased.</param>
public sealed record BatchRow(int Line, ReadOnlyMemory<byte>? Body);

/// <summary>Some rows one after the other that are kept, read and worked off together.</summary>
/// <param name="First">Number of the first row, from 1.</param>
public sealed record BatchSlice(int First, IReadOnlyList<BatchRow> Rows);

/// <summary>What became of a row. It names fields and codes, never a value.</summary>
/// <param name="Row">Its number, from 1.</param>
/// <param name="Line">Where it begins in the file, from 1.</param>
/// <param name="Status"><c>accepted</c> or <c>refused</c>.</param>
/// <param name="Id">Of the notification; null when the row was refused.</param>
/// <param name="Code">Code of the problem with which the row was refused.</param>
public sealed record BatchRowResult(
    int Row, int Line, string Status, Guid? Id = null, string? CaseCode = null, string? Code = null, IReadOnlyList<BatchRowError>? Errors = null)
{
    public const string Accepted = "accepted";
    public const string Refused = "refused";
}

/// <summary>One thing that is wrong with a row.</summary>
/// <param name="Pointer">Into the row's body, as in every refusal of the API.</param>
public sealed record BatchRowError(string Pointer, string Code, string Detail);
