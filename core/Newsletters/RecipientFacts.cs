using Peyk.Core.Deliveries;

namespace Peyk.Core.Newsletters;

/// <summary>
/// What is known of one recipient's copy. Each fact stands for itself and is never taken back, so that facts may come in any order, and
/// twice: the status is what they amount to.
/// </summary>
/// <param name="DeliveredAt">The receiving side took it.</param>
/// <param name="FailedAt">It was returned, dropped or refused.</param>
/// <param name="Code">The provider's word on the failure.</param>
/// <param name="SpamAt">The recipient reported it.</param>
/// <param name="Reason">What the provider's word means; null where only the word was kept.</param>
public sealed record RecipientFacts(
    DateTimeOffset? DeliveredAt = null, DateTimeOffset? FailedAt = null, string? Code = null, DateTimeOffset? SpamAt = null,
    Reason? Reason = null)
{
    /// <summary>So long after a delivery a return still corrects it.</summary>
    public static readonly TimeSpan Correctable = TimeSpan.FromHours(72);

    /// <summary>How the provider's word on a failure begins when the receiving side returned the mail.</summary>
    public const string BouncePrefix = "bounce";

    public static RecipientFacts None { get; } = new();

    public bool IsHeard => this != None;

    /// <summary>Returned at last. What was delivered after a failure, or failed long after its delivery, is delivered.</summary>
    public bool IsFailed => FailedAt is { } failed && (DeliveredAt is not { } delivered || (failed >= delivered && failed - delivered <= Correctable));

    public bool IsDelivered => !IsFailed && (DeliveredAt is not null || SpamAt is not null);

    public bool IsBounced => IsFailed && Code?.StartsWith(BouncePrefix, StringComparison.Ordinal) == true;

    /// <summary>Both together; of two moments the earlier.</summary>
    public RecipientFacts And(RecipientFacts other) => new(
        Earlier(DeliveredAt, other.DeliveredAt), Earlier(FailedAt, other.FailedAt), Code ?? other.Code, Earlier(SpamAt, other.SpamAt),
        Code is null ? other.Reason : Reason);

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;
}
