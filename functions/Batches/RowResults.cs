using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;

namespace Peyk.Functions.Batches;

internal static class RowResults
{
    /// <summary>Most errors that are kept of a row.</summary>
    private const int MostErrors = 10;

    public static BatchRowResult Of(int row, int line, TakenIn taken) => taken.Refusal is { } refusal
        ? Refused(row, line, refusal)
        : new(row, line, BatchRowResult.Accepted, taken.Id, taken.CaseCode);

    public static BatchRowResult Refused(int row, int line, Problem problem) => new(
        row, line, BatchRowResult.Refused, Code: problem.Code,
        Errors: problem.Errors?.Take(MostErrors).Select(e => new BatchRowError(e.Pointer, e.Code, e.Detail)).ToList());

    /// <summary>The person it was for was forgotten before its turn came.</summary>
    public static BatchRowResult Erased(int row, int line) => new(row, line, BatchRowResult.Refused, Code: "erased");
}
