using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Cases;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Complaints;

/// <summary>What is complained of.</summary>
/// <param name="Id">The same for the same matter, so that it is opened once.</param>
public sealed record ComplaintReport(
    Guid Id, string ClientId, bool IsTest, ComplaintSource Source, string? Service, string Language, Guid? Request, ComplaintMatter Matter);

/// <summary>
/// Sees to it that no complaint is forgotten: kept, told to the unit and confirmed to the citizen, answered or escalated, and followed by
/// the question how the recovery was.
/// </summary>
public sealed class ComplaintDesk(
    ComplaintStore store, ComplaintMessages messages, RecoveryQuestion recovery, ComplaintCallbacks callbacks, ServiceCatalog services, ComplaintCodes codes, WorkingWeek week,
    IOptions<PeykOptions> options, TimeProvider time)
{
    private const int MostConflicts = 8;
    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[options.Value.TimeZone];

    /// <summary>Opens a complaint and tells those who must know. Opening the same again tells what is still to be told.</summary>
    public async Task<Complaint> OpenAsync(ComplaintReport report, CancellationToken cancellationToken)
    {
        var complaint = await store.FindAsync(report.Id, cancellationToken);
        if (complaint is null)
        {
            var now = NotificationKeys.TimeOf(report.Id);
            complaint = new(
                report.Id, report.ClientId, report.IsTest, codes.Of(report.Id), report.Source, report.Service, report.Language, now,
                PromiseOf(report.Service, now), ComplaintState.Open, report.Request, report.Matter)
            {
                Due = now,
            };
            await store.AddAsync(complaint, cancellationToken);
        }
        else if (complaint.State != ComplaintState.Answered && complaint.Matter is not null && complaint.Matter.Text != report.Matter.Text)
        {
            // More was said since: the unit should read it. Whoever changed the complaint meanwhile wins; the citizen's words are kept in their answers.
            await store.TrySaveAsync(complaint, complaint with { Matter = report.Matter }, cancellationToken);
        }

        await LookAtAsync(report.Id, cancellationToken);
        return complaint;
    }

    /// <summary>Does what is due: tells of a new complaint, or escalates one whose time is over. A second call changes nothing.</summary>
    public async Task LookAtAsync(Guid id, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (await store.FindAsync(id, cancellationToken) is not { Due: { } due } complaint || due > time.GetUtcNow())
                return;
            var isOverdue = complaint.PromisedBy <= time.GetUtcNow();
            // Told first and noted then: should this end in between, it is told again under the same id, which changes nothing.
            await TellAsync(complaint, isOverdue, cancellationToken);
            var changed = isOverdue
                ? complaint with { State = ComplaintState.Overdue, Due = null }
                : complaint with { Due = complaint.PromisedBy };
            if (await store.TrySaveAsync(complaint, changed, cancellationToken))
                return;
        }

        throw new InvalidOperationException($"Complaint {id} changed {MostConflicts} times while it was looked at.");
    }

    /// <summary>The unit's answer goes to the citizen, and then the question how the recovery was.</summary>
    /// <returns>The complaint; null when there is none of the client's. One that was answered before keeps its first answer.</returns>
    public async Task<Complaint?> AnswerAsync(Guid id, string clientId, bool isTest, string text, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (await store.FindAsync(id, cancellationToken) is not { } complaint || complaint.ClientId != clientId || complaint.IsTest != isTest)
                return null;
            if (complaint.State == ComplaintState.Answered)
            {
                await TellAnswerAsync(complaint, cancellationToken);
                return complaint;
            }

            var answered = complaint with
            {
                State = ComplaintState.Answered,
                AnsweredAt = time.GetUtcNow(),
                Due = null,
                Matter = complaint.Matter is { } matter ? matter with { Answer = text } : null,
            };
            if (!await store.TrySaveAsync(complaint, answered, cancellationToken))
                continue;
            await TellAnswerAsync(answered, cancellationToken);
            return answered;
        }

        throw new InvalidOperationException($"Complaint {id} changed {MostConflicts} times while it was answered.");
    }

    private async Task TellAsync(Complaint complaint, bool isOverdue, CancellationToken cancellationToken)
    {
        await callbacks.TellAsync(complaint, isOverdue ? "overdue" : "opened", cancellationToken);
        var unit = UnitOf(complaint.Service);
        if (isOverdue)
        {
            if ((unit.Escalation ?? unit.Email) is { } superior)
                await messages.TellColleagueAsync(complaint, "overdue", superior, Facts(complaint), cancellationToken);
            return;
        }

        await messages.TellCitizenAsync(complaint, "registered", Facts(complaint), cancellationToken);
        if (unit.Email is { } email)
            await messages.TellColleagueAsync(complaint, "opened", email, Facts(complaint), cancellationToken);
    }

    private async Task TellAnswerAsync(Complaint complaint, CancellationToken cancellationToken)
    {
        if (complaint.Matter?.Answer is not { } answer)
            return;
        await messages.TellCitizenAsync(
            complaint, "answer", new JsonObject { ["code"] = complaint.Code, ["answer"] = answer }, cancellationToken);
        await recovery.AskAsync(complaint, cancellationToken);
    }

    private JsonObject Facts(Complaint complaint) => new()
    {
        ["code"] = complaint.Code,
        ["promised"] = Instant.FromDateTimeOffset(complaint.PromisedBy).InZone(_zone).Date.ToString("uuuu-MM-dd", null),
    };

    private ServiceUnit UnitOf(string? service) => (service is null ? null : services.Find(service))?.Unit ?? ServiceUnit.Unnamed;

    private DateTimeOffset PromiseOf(string? service, DateTimeOffset now)
    {
        var day = week.Add(Instant.FromDateTimeOffset(now).InZone(_zone).Date, UnitOf(service).AnswerWithin);
        return _zone.AtStartOfDay(day.PlusDays(1)).ToDateTimeOffset();
    }
}
