using System.Text.Json;
using System.Text.Json.Nodes;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;

namespace Peyk.Functions.Reminders;

/// <summary>Shows and erases the reminders of a person.</summary>
public sealed class ReminderPersons(ReminderStore reminders, ReminderFiring firing, ReminderViews views, Idempotency idempotency, TimeProvider time)
{
    /// <summary>So many of a key are looked at in a call.</summary>
    private const int Most = 500;

    private const int MostConflicts = 8;

    /// <summary>Everything that is kept of the person; null when there is nothing.</summary>
    /// <param name="keys">The contact's key and the hashes of the person's addresses: <see cref="ReminderRows.ContactKey"/>.</param>
    /// <param name="isTheirs">Whether a content that stands under one of them is this person's.</param>
    public async Task<JsonNode?> ExportAsync(IEnumerable<string> keys, Func<ReminderContent, bool> isTheirs, CancellationToken cancellationToken)
    {
        var held = new JsonArray();
        foreach (var (reminder, content) in await FindAsync(keys, isTheirs, cancellationToken))
        {
            var shown = JsonSerializer.SerializeToNode(views.Of(reminder), HttpJson.Readable.ReminderView)!.AsObject();
            shown["client"] = reminder.ClientId;
            shown["content"] = JsonSerializer.SerializeToNode(content, PeykJson.Default.ReminderContent);
            held.Add((JsonNode)shown);
        }

        return held.Count == 0 ? null : held;
    }

    /// <summary>
    /// Takes the person's reminders back and deletes them. A second call finds what came meanwhile. Their rows of the schedule, which say
    /// nothing of a person, go when their minute comes.
    /// </summary>
    /// <param name="until">What was posted later with bare addresses is not concerned.</param>
    /// <returns>How many went; and false when there may be more.</returns>
    public async Task<(int Count, bool IsDone)> EraseAsync(
        IReadOnlyCollection<string> keys, Func<ReminderContent, bool> isTheirs, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var (reminder, content) in await FindAsync(keys, isTheirs, cancellationToken))
        {
            if (content.ContactId is null && reminder.CreatedAt > until)
                continue;
            await EraseAsync(reminder, cancellationToken);
            count++;
        }

        return (count, count < Most);
    }

    private async Task<IReadOnlyList<(StoredReminder Reminder, ReminderContent Content)>> FindAsync(
        IEnumerable<string> keys, Func<ReminderContent, bool> isTheirs, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, (StoredReminder, ReminderContent)>();
        foreach (var key in keys)
        {
            foreach (var reminder in await reminders.FindAsync(key, Most, cancellationToken))
            {
                if (reminders.Open(reminder) is { } content && isTheirs(content))
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
