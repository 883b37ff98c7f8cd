using System.Text.Json;
using System.Text.Json.Nodes;
using Peyk.Functions.Contacts;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;

namespace Peyk.Functions.Reminders;

/// <summary>Shows and erases the reminders of a person.</summary>
public sealed class ReminderPersons(ReminderStore reminders, ReminderFiring firing, ReminderViews views, Idempotency idempotency, TimeProvider time)
    : IPersonalData
{
    /// <summary>So many of a key are looked at in a call.</summary>
    private const int Most = 500;

    private const int MostConflicts = 8;

    public string Name => "reminders";

    public async Task<JsonNode?> ExportAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var held = new JsonArray();
        foreach (var (reminder, content) in await FindAsync(subject, cancellationToken))
        {
            var shown = JsonSerializer.SerializeToNode(views.Of(reminder), HttpJson.Readable.ReminderView)!.AsObject();
            shown["client"] = reminder.ClientId;
            shown["content"] = JsonSerializer.SerializeToNode(content, PeykJson.Default.ReminderContent);
            held.Add((JsonNode)shown);
        }

        return held.Count == 0 ? null : held;
    }

    /// <inheritdoc/>
    /// <remarks>Their rows of the schedule, which say nothing of a person, go when their minute comes.</remarks>
    public async Task<ErasedPart> EraseAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var (reminder, content) in await FindAsync(subject, cancellationToken))
        {
            if (content.ContactId is null && reminder.CreatedAt > subject.Until)
                continue;
            await EraseAsync(reminder, cancellationToken);
            count++;
        }

        return new(count, IsDone: count < Most);
    }

    private async Task<IReadOnlyList<(StoredReminder Reminder, ReminderContent Content)>> FindAsync(
        DataSubject subject, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, (StoredReminder, ReminderContent)>();
        foreach (var key in subject.Addresses.Select(a => a.Hash).Prepend(ReminderRows.ContactKey(subject.ContactId)))
        {
            foreach (var reminder in await reminders.FindAsync(key, Most, cancellationToken))
            {
                if (reminders.Open(reminder) is { } content && subject.Owns(content.ContactId, content.Mobile, content.Email, content.Name))
                    found[reminder.Id] = (reminder, content);
            }
        }

        return [.. found.Values];
    }

    private async Task EraseAsync(StoredReminder found, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (await reminders.ReadAsync(found.ClientId, found.Id, cancellationToken) is not { } reminder)
                return;
            var ended = reminder;
            if (reminder.State == ReminderState.Active)
            {
                ended = reminder with { State = ReminderState.Cancelled, EndedAt = time.GetUtcNow() };
                if (!await reminders.TrySaveAsync(ended, cancellationToken))
                    continue;
            }

            await firing.WithdrawAsync(ended, cancellationToken);
            if (ended.IdempotencyRow is { } named)
                await idempotency.ForgetAsync(named, ended.Id, cancellationToken);
            await reminders.DeleteAsync(ended, cancellationToken);
            return;
        }

        throw new InvalidOperationException($"Reminder {found.Id} changed {MostConflicts} times while it was erased.");
    }
}
