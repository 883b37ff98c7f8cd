using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery;
using Peyk.Functions.Feedback;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Contacts;

/// <summary>A notification in a contact's timeline.</summary>
/// <param name="Channels">Those on which it was tried, in order.</param>
/// <param name="ChangedAt">When it took its status.</param>
/// <param name="CaseCode">Known as long as its content is held.</param>
/// <param name="Answers">What the citizen answered, oldest first, when it asked for an answer; else null.</param>
public sealed record TimelineItem(
    Guid Id, string Kind, string Template, DeliveryStatus Status, Reason? Reason, IReadOnlyList<Channel> Channels, DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt, string? CaseCode, string Client, IReadOnlyList<AnswerView>? Answers);

/// <param name="Next">Give it as <c>after</c> for older ones; null at the end.</param>
public sealed record TimelinePage(IReadOnlyList<TimelineItem> Items, string? Next);

/// <summary>Reads timelines: a page of keys, then the notifications that they name.</summary>
public sealed class TimelineReader(
    ContactTimeline timeline, NotificationStore store, FeedbackStore requests, ResponseStore responses, ContentCipher cipher)
{
    public const int UsualPage = 20;
    public const int LongestPage = 100;
    private const int AtOnce = 8;

    /// <summary>Entries that one answer looks through for a client's own.</summary>
    private const int MostLookedAt = 1000;

    public async Task<TimelinePage> ReadAsync(Guid contact, bool isTest, string? after, int limit, CancellationToken cancellationToken)
    {
        // One more tells whether there is a next page.
        var entries = await timeline.ReadAsync(contact, isTest, after, cancellationToken).Take(limit + 1).ToListAsync(cancellationToken);
        var shown = entries.Take(limit).ToList();
        var items = await ReadAsync(shown, id => store.ReadAsync(id, cancellationToken));
        var answers = await ReadAnswersAsync(items, cancellationToken);
        return new([.. items.Select(item => Show(item, answers.GetValueOrDefault(item.Notification.Id)))], entries.Count > limit ? Base64Url.EncodeToString(Encoding.ASCII.GetBytes(shown[^1].Row)) : null);
    }

    /// <summary>The notifications of one client that went to a contact, newest first.</summary>
    public async Task<IReadOnlyList<NotificationSummary>> FindAsync(
        Guid contact, bool isTest, string client, int most, CancellationToken cancellationToken)
    {
        var entries = await timeline.ReadAsync(contact, isTest, after: null, cancellationToken).Take(MostLookedAt).ToListAsync(cancellationToken);
        var found = new List<NotificationSummary>();
        foreach (var some in entries.Chunk(LongestPage).TakeWhile(_ => found.Count < most))
        {
            var read = await ReadAsync(some, id => store.ReadHeadAsync(id, cancellationToken));
            found.AddRange(read.Where(s => s.Facts.ClientId == client).Select(NotificationSummary.Of));
        }

        return [.. found.Take(most)];
    }

    /// <summary>The key of an entry that a cursor stands for; null when it is none of ours.</summary>
    public static string? RowOf(string cursor)
    {
        var bytes = new byte[96];
        if (cursor.Length > 100 || !Base64Url.IsValid(cursor) || !Base64Url.TryDecodeFromChars(cursor, bytes, out var length))
            return null;
        var row = Encoding.ASCII.GetString(bytes, 0, length);
        return ContactTimeline.IsRow(row) ? row : null;
    }

    private static async Task<IReadOnlyList<StoredNotification>> ReadAsync(
        IEnumerable<TimelineEntry> entries, Func<Guid, Task<StoredNotification?>> read)
    {
        var found = new List<StoredNotification>();
        foreach (var some in entries.Chunk(AtOnce))
            found.AddRange((await Task.WhenAll(some.Select(e => read(e.Notification)))).OfType<StoredNotification>());
        return found;
    }

    /// <summary>What was answered to the notifications that asked, by their ids.</summary>
    private async Task<Dictionary<Guid, IReadOnlyList<AnswerView>>> ReadAnswersAsync(
        IEnumerable<StoredNotification> shown, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<Guid, IReadOnlyList<AnswerView>>();
        foreach (var asking in shown.Where(s => s.Facts is { Kind: FeedbackAsker.Kind, Template: FeedbackAsker.AskTemplate }))
        {
            if (await requests.FindAsync(asking.Notification.Id, cancellationToken) is { } request)
                answers[request.Id] = [.. (await responses.FindAsync(request, cancellationToken)).OrderBy(a => a.At).Select(AnswerView.Of)];
        }

        return answers;
    }

    private TimelineItem Show(StoredNotification stored, IReadOnlyList<AnswerView>? answers)
    {
        var notification = stored.Notification;
        var deciding = notification.Deliveries.LastOrDefault(d => d.Status == notification.Status) ?? notification.Deliveries[^1];
        var content = stored.Content is { } held
            ? JsonSerializer.Deserialize(cipher.Open(notification.Id, held).Body, PeykJson.Default.NotificationContent)
            : null;
        return new(
            notification.Id, stored.Facts.Kind, stored.Facts.Template, notification.Status, deciding.Reason,
            [.. notification.Deliveries.Select(d => d.Channel)], notification.CreatedAt, deciding.At, content?.Case?.Code, stored.Facts.ClientId,
            answers);
    }
}
