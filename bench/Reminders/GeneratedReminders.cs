using System.Text.Json;
using Azure.Data.Tables;
using NodaTime;
using Peyk.Core.Deliveries;
using Peyk.Core.Reminders;
using Peyk.Functions.Reminders;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Bench.Reminders;

/// <summary>Writes reminders and their schedule straight into the tables, a hundred rows at once: posting so many would measure the posts.</summary>
internal sealed class GeneratedReminders(string storage, ReminderStore store)
{
    private const string Client = "bench";
    private const int MostActions = 100;
    private const int AtOnce = 8;
    private const int DaysOfPosting = 30;

    private readonly TableServiceClient _tables = new(storage);

    /// <summary>Whole reminders, evenly spread over an hour that begins at a moment, posted in the course of the month before.</summary>
    public async Task AddDueAsync(int count, DateTimeOffset from, DateTimeOffset now)
    {
        var all = Enumerable.Range(0, count).Select(i => Reminder(now.AddDays(-i % DaysOfPosting), from + (TimeSpan.FromHours(1) * ((double)i / count)))).ToList();
        await WriteAsync(Tables.Reminders, all.Select(ReminderRows.Write));
        await WriteAsync(Tables.Schedule, all.Select(r => Scheduled(r.Id, ((Due.At)r.Plan.Due).Moment.ToDateTimeOffset(), now)));
    }

    /// <summary>The rows of the schedule alone: nothing else is looked at before a reminder is due.</summary>
    public Task AddIdleAsync(int count, DateTimeOffset from, DateTimeOffset now) => WriteAsync(
        Tables.Schedule,
        // A hundred in one shard of each minute, so that they can be written together.
        Enumerable.Range(0, count).Select(i => Scheduled(Id(now, shard: i / MostActions % 16), from.AddMinutes(i / MostActions), now)));

    private StoredReminder Reminder(DateTimeOffset now, DateTimeOffset at)
    {
        var id = Guid.CreateVersion7(now);
        var content = new ReminderContent(
            JsonElement.Parse("""{"subject":"Renewal of your insurance booklet"}"""), ChannelPolicy.Only, Urgent: true, [],
            Mobile: $"+98914{Random.Shared.Next(10_000_000):D7}", Name: "Sara Ahmadi", Language: "en");
        var plan = new ReminderPlan(
            new Due.At(Instant.FromDateTimeOffset(at)), CalendarSystem.Iso, DateTimeZoneProviders.Tzdb["Asia/Tehran"], [new Lead.Elapsed(Period.Zero)], null, null);
        return new(
            id, Client, "due-soon", IsTest: false, 1, ReminderState.Active, plan, Next: 0, [], now, store.Seal(id, content), store.HashesOf(Client, false, content));
    }

    private static TableEntity Scheduled(Guid id, DateTimeOffset at, DateTimeOffset now) =>
        new ScheduledOccurrence(Client, id, 1, 0, at, now).ToRow();

    private static Guid Id(DateTimeOffset now, int shard)
    {
        var bytes = Guid.CreateVersion7(now).ToByteArray(bigEndian: true);
        bytes[15] = (byte)((bytes[15] & 0xf0) | shard);
        return new(bytes, bigEndian: true);
    }

    private Task WriteAsync(string name, IEnumerable<TableEntity> rows)
    {
        var table = _tables.GetTableClient(name);
        var batches = rows.GroupBy(r => r.PartitionKey).SelectMany(p => p.Chunk(MostActions));
        return Parallel.ForEachAsync(batches, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (batch, token) =>
            await table.SubmitTransactionAsync(batch.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), token));
    }
}
