using System.Globalization;
using Azure.Data.Tables;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Callbacks;

/// <summary>
/// Keys and columns of the table Callbacks. A partition is a client: <c>cursor</c> says how far its feed was read, <c>e|{id}</c> is a
/// callback, <c>o|{due}|{id}</c> one that is pending, in the order in which they are due, <c>p|{id}</c> one that is parked. The latter two
/// repeat what a list shows and change with the first in one transaction.
/// </summary>
internal static class CallbackRows
{
    public const string Cursor = "cursor";

    public const string AllFrom = "e|";
    public const string AllTo = "e}";
    public const string PendingFrom = "o|";
    public const string PendingTo = "o}";
    public const string ParkedFrom = "p|";
    public const string ParkedTo = "p}";

    public static string Row(string id) => AllFrom + id;

    /// <summary>The row that lists it by its status; null for what is delivered.</summary>
    public static string? Index(Callback callback) => callback.Status switch
    {
        CallbackStatus.Pending => $"{Due(callback.Due!.Value)}|{callback.Event.Id}",
        CallbackStatus.Parked => ParkedFrom + callback.Event.Id,
        CallbackStatus.Delivered => null,
    };

    /// <summary>Above every row that is due before then.</summary>
    public static string Due(DateTimeOffset at) => PendingFrom + at.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>The event of a row of any kind.</summary>
    public static string IdOf(string rowKey) => rowKey[(rowKey.LastIndexOf('|') + 1)..];

    public static TableEntity Write(Callback callback, string rowKey) => new(callback.Client, rowKey)
    {
        ["Type"] = callback.Event.Type,
        ["Notification"] = callback.Event.Notification,
        ["At"] = callback.Event.At,
        ["Body"] = rowKey.StartsWith(AllFrom, StringComparison.Ordinal) ? callback.Event.Body : null,
        ["Status"] = callback.Status.ToWord(),
        ["Due"] = callback.Due,
        ["Attempts"] = callback.Attempts,
        ["Since"] = callback.Since,
        ["LastAt"] = callback.LastAt,
        ["LastHttpStatus"] = callback.LastHttpStatus,
        ["LastFailure"] = callback.LastFailure?.ToWord(),
        ["DoneAt"] = callback.DoneAt,
    };

    public static Callback Read(TableEntity row) => new(
        row.PartitionKey,
        new(IdOf(row.RowKey), row.GetString("Type")!, row.GetGuid("Notification"), row.GetDateTimeOffset("At")!.Value, row.GetString("Body") ?? ""),
        SnakeCase.FromWord<CallbackStatus>(row.GetString("Status")!),
        row.GetDateTimeOffset("Due"),
        row.GetInt32("Attempts")!.Value,
        row.GetDateTimeOffset("Since"),
        row.GetDateTimeOffset("LastAt"),
        row.GetInt32("LastHttpStatus"),
        row.GetString("LastFailure") is { } word ? SnakeCase.FromWord<CallbackFailure>(word) : null,
        row.GetDateTimeOffset("DoneAt"),
        row.ETag);
}
