using System.Text.Json.Nodes;

namespace Peyk.Functions.Complaints;

/// <summary>What is complained of.</summary>
/// <param name="Id">The same for the same matter, so that it is opened once.</param>
public sealed record ComplaintReport(
    Guid Id, string ClientId, bool IsTest, ComplaintSource Source, string? Service, string Language, Guid? Request, ComplaintMatter Matter);

/// <summary>What came of an answer.</summary>
/// <param name="Complaint">As it is now.</param>
/// <param name="IsRefused">Another answer was given before, or there is nobody to answer any more.</param>
public sealed record AnswerOutcome(Complaint Complaint, bool IsRefused);

/// <summary>
/// Sees to it that no complaint is forgotten: kept, told to the unit and confirmed to the citizen, answered or escalated, and followed by
/// the question how the recovery was. What is to be done next is kept with the complaint before it is done, and the timer finds it.
/// </summary>
public sealed class ComplaintDesk(
    ComplaintStore store, ComplaintMessages messages, RecoveryQuestion recovery, ComplaintCallbacks callbacks, ComplaintUnits units, ComplaintCodes codes, TimeProvider time)
{
    private const int MostConflicts = 8;

    /// <summary>Opens a complaint and tells those who must know. What is said about one that is open is added to it.</summary>
    /// <returns>The complaint as it is kept; one that was answered before is left as it was.</returns>
    public async Task<Complaint> OpenAsync(ComplaintReport report, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (!await TryKeepAsync(report, await store.FindAsync(report.Id, cancellationToken), cancellationToken))
                continue;
            await LookAtAsync(report.Id, cancellationToken);
            return await store.FindAsync(report.Id, cancellationToken) ?? throw new InvalidOperationException("A complaint is gone.");
        }

        throw new InvalidOperationException($"Complaint {report.Id} changed {MostConflicts} times while it was opened.");
    }

    /// <summary>
    /// Does what is due: tells of a new complaint, escalates one whose time is over, tells the citizen an answer. A second call changes nothing.
    /// </summary>
    public async Task LookAtAsync(Guid id, CancellationToken cancellationToken)
    {
        for (var looks = 0; looks < MostConflicts; looks++)
        {
            if (await store.FindAsync(id, cancellationToken) is not { Due: { } due } complaint || due > time.GetUtcNow())
                return;
            // Told first and noted then: should this end in between, or somebody else change it, it is told again under the same id, which changes nothing.
            await store.TrySaveAsync(complaint, await DoAsync(complaint, due, cancellationToken), cancellationToken);
        }

        throw new InvalidOperationException($"Complaint {id} was due {MostConflicts} times while it was looked at.");
    }

    /// <summary>Keeps the unit's answer, sends it to the citizen, and then the question how the recovery was.</summary>
    /// <returns>Null when there is no such complaint of the client's. The same answer again is no refusal and changes nothing.</returns>
    public async Task<AnswerOutcome?> AnswerAsync(Guid id, string clientId, bool isTest, string text, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (await store.FindAsync(id, cancellationToken) is not { } complaint || complaint.ClientId != clientId || complaint.IsTest != isTest)
                return null;
            if (!complaint.IsWaiting || complaint.Matter is not { } matter)
            {
                await LookAtAsync(id, cancellationToken);
                return new(await store.FindAsync(id, cancellationToken) ?? complaint, IsRefused: complaint.Matter?.Answer != text);
            }

            var now = time.GetUtcNow();
            // Due at once: should this end before the citizen is told, the timer does it.
            var answered = complaint with { State = ComplaintState.Answered, AnsweredAt = now, Due = now, Matter = matter with { Answer = text } };
            if (!await store.TrySaveAsync(complaint, answered, cancellationToken))
                continue;
            await LookAtAsync(id, cancellationToken);
            return new(await store.FindAsync(id, cancellationToken) ?? answered, IsRefused: false);
        }

        throw new InvalidOperationException($"Complaint {id} changed {MostConflicts} times while it was answered.");
    }

    private Task<bool> TryKeepAsync(ComplaintReport report, Complaint? known, CancellationToken cancellationToken)
    {
        if (known is null)
        {
            var now = time.GetUtcNow();
            return store.AddAsync(
                new(
                    report.Id, report.ClientId, report.IsTest, codes.Of(report.Id), report.Source, report.Service, report.Language, now,
                    units.PromiseOf(report.Service, now), ComplaintState.Open, report.Request, report.Matter)
                {
                    Due = now,
                },
                cancellationToken);
        }

        return known is { IsWaiting: true, Matter: { } matter } && matter.And(report.Matter) is var both && both != matter
            ? store.TrySaveAsync(known, known with { Matter = both }, cancellationToken)
            : Task.FromResult(true);
    }

    /// <summary>Does the next thing, and says how the complaint is then.</summary>
    private async Task<Complaint> DoAsync(Complaint complaint, DateTimeOffset due, CancellationToken cancellationToken)
    {
        if (!complaint.IsWaiting)
        {
            if (complaint.Matter?.Answer is { } answer)
            {
                await messages.TellCitizenAsync(
                    complaint, "answer", complaint.AnsweredAt!.Value, new JsonObject { ["code"] = complaint.Code, ["answer"] = answer }, cancellationToken);
                await recovery.AskAsync(complaint, cancellationToken);
            }

            return complaint with { State = ComplaintState.Closed, ClosedAt = time.GetUtcNow(), Due = null };
        }

        var unit = units.Of(complaint.Service);
        var facts = new JsonObject { ["code"] = complaint.Code, ["promised"] = units.DayOf(complaint.PromisedBy) };
        if (due < complaint.PromisedBy)
        {
            await callbacks.TellAsync(complaint, "opened", cancellationToken);
            await messages.TellCitizenAsync(complaint, "registered", complaint.CreatedAt, facts, cancellationToken);
            if (unit.Email is { } email)
                await messages.TellColleagueAsync(complaint, "opened", complaint.CreatedAt, email, facts, cancellationToken);
            return complaint with { Due = complaint.PromisedBy };
        }

        await callbacks.TellAsync(complaint, "overdue", cancellationToken);
        if ((unit.Escalation ?? unit.Email) is { } superior)
            await messages.TellColleagueAsync(complaint, "overdue", complaint.PromisedBy, superior, facts, cancellationToken);
        return complaint with { State = ComplaintState.Overdue, Due = null };
    }
}
