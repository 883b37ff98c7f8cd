using System.Buffers.Text;
using System.Text;
using Azure;

namespace Peyk.Functions.Reminders;

/// <summary>Which of its reminders a client asks for.</summary>
/// <param name="Reference">Only those that were posted under it; they come all at once.</param>
/// <param name="After">As an earlier page gave it.</param>
public sealed record ReminderQuery(string? Reference, ReminderState? State, string? After, int Limit);

/// <summary>Reads reminders for the client that owns them.</summary>
public sealed class ReminderReader(ReminderStore reminders, ReminderViews views)
{
    public const int LongestPage = 100;
    public const int UsualPage = 50;

    /// <summary>Longest cursor that a page gives.</summary>
    public const int LongestCursor = 500;

    /// <summary>Null when there is none, or it belongs to another client.</summary>
    public async Task<ReminderView?> ReadAsync(Guid id, string clientId, CancellationToken cancellationToken) =>
        await reminders.ReadAsync(clientId, id, cancellationToken) is { } reminder ? views.Of(reminder) : null;

    /// <summary>A page, newest first; null when the cursor is none.</summary>
    public async Task<ReminderList?> FindAsync(ReminderQuery query, string clientId, CancellationToken cancellationToken)
    {
        if (query.Reference is { } reference)
        {
            var found = await reminders.FindAsync(reminders.ReferenceHash(clientId, reference), LongestPage, cancellationToken);
            return new([.. found.Where(r => query.State is null || r.State == query.State).Reverse().Select(views.Summary)], null);
        }

        var after = query.After is null ? null : Decode(query.After);
        if (query.After is not null && after is null)
            return null;
        try
        {
            var (page, next) = await reminders.ListAsync(clientId, query.State, after, query.Limit, cancellationToken);
            return new([.. page.Select(views.Summary)], next is null ? null : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(next)));
        }
        catch (RequestFailedException e) when (e.Status == 400 && after is not null)
        {
            return null;
        }
    }

    private static string? Decode(string cursor)
    {
        if (cursor.Length > LongestCursor || !Base64Url.IsValid(cursor))
            return null;
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        return text.All(c => c is >= ' ' and <= '~') ? text : null;
    }
}
