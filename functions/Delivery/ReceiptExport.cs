using System.Text.Json;
using Microsoft.Extensions.Options;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Delivery;

/// <summary>What an exported receipt says: ids, statuses, times and commitments, never an address or a text.</summary>
/// <param name="Iss">Who signed: our public address.</param>
/// <param name="Sub">The notification.</param>
/// <param name="Iat">When it was exported, in seconds since 1970.</param>
public sealed record NotificationProof(
    string Iss, Guid Sub, long Iat, string Client, string Kind, DeliveryStatus Status, DateTimeOffset CreatedAt,
    IReadOnlyList<DeliveryProof> Deliveries, ChainEnd Chain);

public sealed record DeliveryProof(
    Channel Channel, DeliveryStatus Status, DateTimeOffset At, Reason? Reason, DateTimeOffset? SentAt, IReadOnlyList<AttemptProof> Attempts);

/// <param name="Commitment">SHA-256 over salt, address and text: who is shown those three can check that just this was sent.</param>
public sealed record AttemptProof(int Number, DateTimeOffset At, AttemptOutcome Outcome, string? ProviderId, string? Commitment);

/// <summary>What came of asking for a receipt.</summary>
public abstract record ReceiptOutcome
{
    private ReceiptOutcome()
    {
    }

    public sealed record Signed(string Jws) : ReceiptOutcome;

    /// <summary>There is none, or it belongs to another client.</summary>
    public sealed record NotFound : ReceiptOutcome;

    /// <summary>Its log is not as it was written: nothing is signed that we cannot vouch for.</summary>
    public sealed record Altered : ReceiptOutcome;

    public sealed record NoKey : ReceiptOutcome;
}

/// <summary>Exports what became of a notification as a signed document that anyone can check against our published keys.</summary>
public sealed class ReceiptExport(
    NotificationStore store, LogVerification logs, SigningKeys keys, IOptions<PeykOptions> options, TimeProvider time)
{
    public const string Type = "peyk-receipt+jws";

    public async Task<ReceiptOutcome> ExportAsync(Guid id, string clientId, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(id, cancellationToken) is not { } stored || stored.Facts.ClientId != clientId)
            return new ReceiptOutcome.NotFound();
        if (!keys.CanSign)
            return new ReceiptOutcome.NoKey();
        if (logs.Verify(stored) is not null)
            return new ReceiptOutcome.Altered();
        var notification = stored.Notification;
        var proof = new NotificationProof(
            options.Value.PublicUrl.TrimEnd('/'), id, time.GetUtcNow().ToUnixTimeSeconds(), clientId, stored.Facts.Kind, notification.Status,
            notification.CreatedAt, [.. notification.Deliveries.Select(Of)], stored.Chain);
        return new ReceiptOutcome.Signed(keys.Sign(Type, JsonSerializer.SerializeToUtf8Bytes(proof, HttpJson.Default.NotificationProof)));
    }

    private static DeliveryProof Of(Core.Deliveries.Delivery d) =>
        new(d.Channel, d.Status, d.At, d.Reason, d.SentAt, [.. d.Attempts.Select(a => new AttemptProof(a.Number, a.ClaimedAt, a.Outcome, a.ProviderId, a.Commitment))]);
}
