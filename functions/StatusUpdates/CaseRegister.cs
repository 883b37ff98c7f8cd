using Peyk.Core.Cases;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.StatusUpdates;

/// <summary>What a request says about a case.</summary>
/// <param name="Id">Id of the request.</param>
/// <param name="Code">The case it names; null for a new case that shall be given a code.</param>
/// <param name="Language">The language of a case that is opened with it.</param>
public sealed record CaseReport(
    Guid Id, string ClientId, TrackingCode? Code, string Service, string Language, string Step, DateTimeOffset OccurredAt, bool Withdrawn);

/// <summary>What the register says to a report: the case that stands under its code, or why the report cannot be taken.</summary>
/// <param name="Head">Null when the code is free.</param>
public sealed record CaseFinding(CaseHead? Head, Problem? Refusal);

/// <summary>Where a report was entered, or why it was not.</summary>
public sealed record CaseEntry(TrackingCode? Code, Problem? Refusal);

/// <summary>Opens cases and enters steps. Entering the same report again gives the same code and changes nothing.</summary>
public sealed class CaseRegister(CaseStore store, Keyring keyring)
{
    private const int MostDraws = 8;

    /// <summary>Judges a report before anything of it is stored.</summary>
    public async Task<CaseFinding> FindAsync(CaseReport report, CancellationToken cancellationToken)
    {
        if (report.Code is not { } code)
            return new(null, null);
        if (await store.FindAsync(code, cancellationToken) is { } head)
            return new(head, Refusal(head, report));
        // Codes of our form are given by us alone: an unknown one is mistyped, and would send a citizen to nowhere.
        return new(null, code.IsGenerated || report.Withdrawn ? UnknownCase : null);
    }

    /// <summary>Enters a report that was found good: into the case found, or as the first step of a new one.</summary>
    public async Task<CaseEntry> EnterAsync(CaseReport report, CaseHead? found, CancellationToken cancellationToken)
    {
        var step = new CaseStep(report.Id, report.Step, report.OccurredAt, report.Withdrawn);
        if (found is not null)
        {
            await store.AddStepAsync(found.Code, step, cancellationToken);
            return new(found.Code, null);
        }

        return report.Code is { } own
            ? await OpenAsync(report, own, step, cancellationToken)
            : new(await OpenDrawnAsync(report, step, cancellationToken), null);
    }

    /// <summary>A code for a new case: drawn from the id under a secret, so that a repeat draws the same and nobody guesses it.</summary>
    internal TrackingCode Draw(Guid id, int draw)
    {
        var drawn = keyring.LookupMac("tracking-code", [.. id.ToByteArray(bigEndian: true), (byte)draw]);
        var next = 0;
        return TrackingCode.Generate(below => (int)(BitConverter.ToUInt16(drawn, 2 * next++) % (uint)below));
    }

    private async Task<CaseEntry> OpenAsync(CaseReport report, TrackingCode own, CaseStep step, CancellationToken cancellationToken)
    {
        if (await store.AddAsync(Head(report, own), step, cancellationToken))
            return new(own, null);
        // Opened between our look and our insert, by another request or by this one, whose answer was lost.
        var head = await store.FindAsync(own, cancellationToken) ?? throw new InvalidOperationException("A case that was there is gone.");
        if (Refusal(head, report) is { } refusal)
            return new(null, refusal);
        await store.AddStepAsync(own, step, cancellationToken);
        return new(own, null);
    }

    private async Task<TrackingCode> OpenDrawnAsync(CaseReport report, CaseStep step, CancellationToken cancellationToken)
    {
        for (var draw = 0; draw < MostDraws; draw++)
        {
            var code = Draw(report.Id, draw);
            if (await store.AddAsync(Head(report, code), step, cancellationToken))
                return code;
            if (await store.FindAsync(code, cancellationToken) is { } head && head.OpenedBy == report.Id)
                return code;
        }

        throw new InvalidOperationException($"{MostDraws} tracking codes in a row were taken.");
    }

    private static CaseHead Head(CaseReport report, TrackingCode code) => new(
        code, report.ClientId, report.Service, report.Language, NotificationKeys.TimeOf(report.Id), report.Id);

    private static Problem? Refusal(CaseHead head, CaseReport report)
    {
        if (head.ClientId != report.ClientId)
            return new(409, "case_code_taken", "The tracking code is taken.", "Another client has a case with this code. Choose another, or leave the code out.");
        return head.Service == report.Service
            ? null
            : new(409, "case_service_mismatch", "The case is of another service.", "A case keeps the service with which it was opened.");
    }

    private static Problem UnknownCase { get; } = Problem.Validation(
    [
        new("/case/code", "unknown_value", "No case has this code. Leave the code out to open a case, or give a code of your own that has not 12 digits."),
    ]);
}
