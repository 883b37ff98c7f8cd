using System.Text.Json;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Delivery;

/// <summary>A notification as the API shows it to the client that posted it.</summary>
public sealed record NotificationView(
    Guid Id,
    string Kind,
    DeliveryStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    string Template,
    string Language,
    string? Service,
    string? Step,
    string? Reference,
    CaseView? Case,
    IReadOnlyList<DeliveryView> Deliveries,
    IReadOnlyList<LogView> Log,
    LogIntegrity LogIntegrity,
    bool Test)
{
    public static NotificationView Of(StoredNotification stored, NotificationContent? content, string? problem, Func<string, string> caseUrl) => new(
        stored.Notification.Id,
        stored.Facts.Kind,
        stored.Notification.Status,
        stored.Notification.CreatedAt,
        stored.Notification.ExpiresAt,
        stored.Facts.Template,
        stored.Facts.Language,
        stored.Facts.Service,
        stored.Facts.Step,
        content?.Reference,
        content?.Case is { } tells ? new CaseView(tells.Code, caseUrl(tells.Code)) : null,
        [.. stored.Notification.Deliveries.Select(DeliveryView.Of)],
        [.. stored.Log.Select(LogView.Of)],
        new(problem is null, stored.Chain.Count, problem),
        stored.Facts.IsTest);
}

/// <summary>A notification in a list.</summary>
public sealed record NotificationSummary(
    Guid Id, string Kind, DeliveryStatus Status, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, string Template, string Language, bool Test)
{
    public static NotificationSummary Of(StoredNotification stored) => new(
        stored.Notification.Id, stored.Facts.Kind, stored.Notification.Status, stored.Notification.CreatedAt, stored.Notification.ExpiresAt,
        stored.Facts.Template, stored.Facts.Language, stored.Facts.IsTest);
}

public sealed record NotificationList(IReadOnlyList<NotificationSummary> Items);

public sealed record CaseView(string Code, string Url);

/// <param name="WhoMustAct">Who can change the outcome next time.</param>
public sealed record DeliveryView(
    int Number, Channel Channel, DeliveryStatus Status, DateTimeOffset At, Reason? Reason, string? ProviderCode, Party? WhoMustAct,
    DateTimeOffset? NextActionAt, IReadOnlyList<AttemptView> Attempts)
{
    public static DeliveryView Of(Core.Deliveries.Delivery d) => new(
        d.Number, d.Channel, d.Status, d.At, d.Reason, d.Code, d.Reason?.WhoMustAct(), d.Due, [.. d.Attempts.Select(AttemptView.Of)]);
}

public sealed record AttemptView(int Number, DateTimeOffset StartedAt, AttemptOutcome Outcome, string? ProviderId, string? ProviderCode)
{
    public static AttemptView Of(Attempt a) => new(a.Number, a.ClaimedAt, a.Outcome, a.ProviderId, a.Code);
}

public sealed record LogView(
    int Sequence, DateTimeOffset At, string Event, int? Delivery, int? Attempt, Channel? Channel, DeliveryStatus? Status, Reason? Reason,
    string? ProviderCode, string? ProviderId, string? Commitment, DeliveryStatus? Corrects)
{
    public static LogView Of(LogEntry l) => new(
        l.Sequence, l.Event.At, l.Event.Event, l.Event.Delivery, l.Event.Attempt, l.Event.Channel, l.Event.Status, l.Event.Reason,
        l.Event.Code, l.Event.ProviderId, l.Event.Commitment, l.Event.Corrects);
}

/// <summary>Whether the chain of the log is whole.</summary>
public sealed record LogIntegrity(bool Verified, int Entries, string? Problem);

/// <summary>Reads notifications for the client that owns them.</summary>
public sealed class NotificationReader(NotificationStore store, References references, ContentCipher cipher, LogVerification logs, Links links)
{
    private const int AtOnce = 8;

    /// <summary>Null when there is none, or it belongs to another client.</summary>
    public async Task<NotificationView?> ReadAsync(Guid id, string clientId, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(id, cancellationToken) is not { } stored || stored.Facts.ClientId != clientId)
            return null;
        var content = stored.Content is { } sealedContent
            ? JsonSerializer.Deserialize(cipher.Open(id, sealedContent).Body, PeykJson.Default.NotificationContent)
            : null;
        return NotificationView.Of(stored, content, logs.Verify(stored), code => links.Case(code));
    }

    /// <summary>Those that were posted under a reference, newest first.</summary>
    public async Task<IReadOnlyList<NotificationSummary>> FindAsync(string reference, string clientId, CancellationToken cancellationToken)
    {
        var ids = await references.FindAsync(clientId, reference, cancellationToken);
        var found = new List<NotificationSummary>();
        foreach (var some in ids.Chunk(AtOnce))
        {
            var read = await Task.WhenAll(some.Select(id => store.ReadHeadAsync(id, cancellationToken)));
            found.AddRange(read.OfType<StoredNotification>().Where(s => s.Facts.ClientId == clientId).Select(NotificationSummary.Of));
        }

        return found;
    }
}
