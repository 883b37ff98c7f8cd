namespace Peyk.Core.Deliveries;

/// <summary>What a step must know beside the delivery.</summary>
/// <param name="ExpiresAt">After this moment no further attempt is made.</param>
/// <param name="FallbackAfter">Silence after which another channel is tried; null when no other channel is left.</param>
public readonly record struct Situation(DateTimeOffset Now, DateTimeOffset ExpiresAt, TimeSpan? FallbackAfter)
{
    /// <summary>Another channel is better than another attempt on this one.</summary>
    public bool HasNextChannel => FallbackAfter is not null;
}

/// <summary>
/// The state machine of a delivery. Every method is a pure function of the delivery and what happened; it returns null
/// where the step changes nothing, so that a repeated or late word is harmless.
/// </summary>
public sealed class DeliveryRules(DeliveryTimes times)
{
    public DeliveryTimes Times => times;

    public static LogEvent Entry(Delivery delivery, string name, DateTimeOffset at, int? attempt = null) => new(
        at, name, delivery.Number, attempt, delivery.Channel, delivery.Status, delivery.Reason, delivery.Code);

    /// <param name="charge">What the attempt costs if the provider takes it.</param>
    public Transition Claim(Delivery delivery, string commitment, DateTimeOffset now, Charge? charge = null)
    {
        var attempt = new Attempt(delivery.Attempts.Length + 1, now, AttemptOutcome.Claimed, Commitment: commitment, Charge: charge);
        var claimed = delivery.WithAttempt(attempt) with { Status = DeliveryStatus.Sending, At = now, Due = now + times.Lease };
        return new(claimed, Entry(claimed, "sending", now, attempt.Number) with { Commitment = commitment });
    }

    /// <summary>What the provider's API answered to an attempt.</summary>
    /// <param name="jitter">A random number in [0, 1).</param>
    public Transition? Answered(Delivery delivery, int attemptNumber, SendResult result, Situation situation, double jitter)
    {
        if (Find(delivery, attemptNumber) is not { } attempt)
            return null;
        return result switch
        {
            SendResult.Taken taken => Taken(delivery, attempt, taken.ProviderId, situation),
            _ when !attempt.IsUnresolved || delivery.Status.IsFinal() => null,
            // Another attempt turned out to be taken while this one was under way: nothing that this one says undoes that.
            _ when delivery.Status != DeliveryStatus.Sending => Noted(delivery, attempt, result, situation.Now),
            SendResult.Refused refused => Failed(
                delivery.WithAttempt(attempt with { Outcome = AttemptOutcome.Failed, Code = refused.Code }),
                attempt.Number, refused.Reason, refused.Code, situation.Now),
            SendResult.NotTaken notTaken => Retry(delivery, attempt, notTaken, situation, jitter),
            SendResult.Unknown unknown => Unresolved(delivery, attempt, unknown.Code, situation.Now),
            _ => throw new ArgumentOutOfRangeException(nameof(result)),
        };
    }

    /// <summary>A provider's word that came by webhook or was fetched.</summary>
    public Transition? Receive(Delivery delivery, int attemptNumber, Receipt receipt, Situation situation)
    {
        if (Find(delivery, attemptNumber) is not { } attempt)
            return null;
        if (receipt.Price is { } price)
            attempt = attempt with { Charge = new(attempt.Charge?.Units ?? 1, price.Amount, price.Currency, IsProviders: true) };
        return receipt switch
        {
            // Also for an attempt that was given up for lack of evidence: here the evidence is, late.
            Receipt.Taken taken => attempt.IsUnresolved || attempt.Outcome == AttemptOutcome.NotTaken
                ? Taken(delivery, attempt, taken.ProviderId ?? attempt.ProviderId, situation)
                : null,
            Receipt.Delivered delivered => Delivered(delivery, attempt, delivered, situation.Now),
            Receipt.Failed failed => FailedReceipt(delivery, attempt, failed, situation),
            _ => throw new ArgumentOutOfRangeException(nameof(receipt)),
        };
    }

    /// <summary>An attempt of unknown outcome for which no evidence was found: the provider does not have it.</summary>
    /// <remarks>
    /// The evidence for an e-mail comes to us. Who looks much too late was away, and so could not hear: the wait begins again.
    /// </remarks>
    public Transition? NoEvidence(Delivery delivery, DateTimeOffset now)
    {
        if (delivery.Status != DeliveryStatus.Sending || delivery.LatestAttempt is not { IsUnresolved: true } attempt)
            return null;
        if (delivery.Channel == Channel.Email && now - delivery.Due > times.EmailEvidence)
            return Unresolved(delivery, attempt, attempt.Code ?? "no_answer", now);
        var back = delivery.WithAttempt(attempt with { Outcome = AttemptOutcome.NotTaken, Code = attempt.Code ?? "no_evidence" })
            with { Status = DeliveryStatus.Accepted, At = now, Due = now };
        return new(back, Entry(back, "no-evidence", now, attempt.Number));
    }

    /// <summary>A claim whose lease ran out without an answer: its outcome is unknown from now on.</summary>
    public Transition? LeaseLost(Delivery delivery, DateTimeOffset now) =>
        delivery is { Status: DeliveryStatus.Sending, LatestAttempt: { Outcome: AttemptOutcome.Claimed } attempt }
            ? Unresolved(delivery, attempt, "lease_lost", now)
            : null;

    /// <summary>A final status that we decide ourselves. Only a delivery that is not final takes it.</summary>
    public static Transition? End(Delivery delivery, DeliveryStatus status, Reason reason, DateTimeOffset now, string? code = null)
    {
        if (delivery.Status.IsFinal())
            return null;
        var ended = delivery with { Status = status, Reason = reason, Code = code ?? delivery.Code, At = now, Due = null };
        return new(ended, Entry(ended, Name(status), now));
    }

    /// <summary>Puts a delivery off until later, for its schedule or the recipient's hours.</summary>
    public static Transition PutOff(Delivery delivery, DeliveryStatus status, DateTimeOffset until, DateTimeOffset now)
    {
        var waiting = delivery with { Status = status, At = now, Due = until };
        return new(waiting, Entry(waiting, Name(status), now));
    }

    /// <summary>The provider was asked for a missing receipt and knew nothing new.</summary>
    public Delivery Checked(Delivery delivery, Situation situation)
    {
        var counted = delivery with { Checks = delivery.Checks + 1 };
        return counted with { Due = NextLook(counted, situation) };
    }

    /// <summary>When a sent delivery must be looked at next: a receipt check, the fallback, or the end of waiting.</summary>
    public DateTimeOffset NextLook(Delivery delivery, Situation situation)
    {
        var sentAt = delivery.SentAt ?? delivery.At;
        var next = sentAt + times.ReceiptLimit;
        if (delivery.Channel == Channel.Sms && delivery.Checks < times.ReceiptChecks.Count)
            next = Earlier(next, sentAt + times.ReceiptChecks[delivery.Checks]);
        return situation.FallbackAfter is { } silence ? Earlier(next, sentAt + silence) : next;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private Transition? Taken(Delivery delivery, Attempt attempt, string? providerId, Situation situation)
    {
        var now = situation.Now;
        var known = attempt with
        {
            ProviderId = providerId ?? attempt.ProviderId,
            Outcome = attempt.IsUnresolved || attempt.Outcome == AttemptOutcome.NotTaken ? AttemptOutcome.Taken : attempt.Outcome,
        };
        if (known == attempt)
            return null; // A price alone is no step.
        var with = delivery.WithAttempt(known);
        // A receipt may come before the API's answer, and an earlier attempt may turn out to have been taken: never backwards.
        if (delivery.Status.IsFinal() || delivery.Status == DeliveryStatus.Sent || known.Outcome != AttemptOutcome.Taken)
            return new(with, Entry(with, "provider-id", now, attempt.Number) with { ProviderId = known.ProviderId });
        var sent = with with { Status = DeliveryStatus.Sent, At = now, SentAt = now, Checks = 0, Code = null };
        sent = sent with { Due = NextLook(sent, situation) };
        return new(sent, Entry(sent, "sent", now, attempt.Number) with { ProviderId = known.ProviderId });
    }

    private static Transition? Delivered(Delivery delivery, Attempt attempt, Receipt.Delivered receipt, DateTimeOffset now)
    {
        if (attempt.Outcome == AttemptOutcome.Delivered)
            return null;
        var known = delivery.WithAttempt(attempt with { Outcome = AttemptOutcome.Delivered, ProviderId = receipt.ProviderId ?? attempt.ProviderId });
        var corrects = delivery.Status == DeliveryStatus.Expired && delivery.Reason == Reason.NoReceipt;
        if (delivery.Status.IsFinal() && !corrects)
            return null;
        var done = known with { Status = DeliveryStatus.Delivered, Reason = null, Code = null, At = now, Due = null };
        return new(done, Entry(done, "delivered", now, attempt.Number) with
        {
            ProviderId = receipt.ProviderId ?? attempt.ProviderId,
            Corrects = corrects ? DeliveryStatus.Expired : null,
        });
    }

    private Transition? FailedReceipt(Delivery delivery, Attempt attempt, Receipt.Failed receipt, Situation situation)
    {
        var now = situation.Now;
        if (attempt.Outcome == AttemptOutcome.Failed)
            return null;
        var known = delivery.WithAttempt(attempt with
        {
            Outcome = AttemptOutcome.Failed,
            Code = receipt.Code,
            ProviderId = receipt.ProviderId ?? attempt.ProviderId,
        });
        if (delivery.Status == DeliveryStatus.Delivered)
            return receipt.Reason == Reason.Bounced && now - delivery.At <= times.ReceiptLimit && attempt.Outcome == AttemptOutcome.Delivered
                ? Bounced(known, attempt.Number, receipt, now)
                : null;
        if (delivery.Status.IsFinal() || attempt.Outcome == AttemptOutcome.Delivered)
            return null;
        // A later attempt is already on its way: its own receipt decides.
        if (attempt.Number != delivery.LatestAttempt!.Number)
            return new(known, Entry(known, "attempt-failed", now, attempt.Number) with { Reason = receipt.Reason, Code = receipt.Code });

        var failures = known.Attempts.Count(a => a.Outcome == AttemptOutcome.Failed);
        var next = now + times.RetryAfterReceipt;
        if (situation.HasNextChannel || failures > receipt.Retries || next >= situation.ExpiresAt)
            return Failed(known, attempt.Number, receipt.Reason, receipt.Code, now);
        var again = known with { Status = DeliveryStatus.Accepted, At = now, Due = next };
        return new(again, Entry(again, "retry", now, attempt.Number) with { Reason = receipt.Reason, Code = receipt.Code });
    }

    private static Transition Bounced(Delivery delivery, int attempt, Receipt.Failed receipt, DateTimeOffset now)
    {
        var bounced = delivery with { Status = DeliveryStatus.Failed, Reason = receipt.Reason, Code = receipt.Code, At = now, Due = null };
        return new(bounced, Entry(bounced, "failed", now, attempt) with { Corrects = DeliveryStatus.Delivered });
    }

    private static Transition Failed(Delivery delivery, int attempt, Reason reason, string code, DateTimeOffset now)
    {
        var failed = delivery with { Status = DeliveryStatus.Failed, Reason = reason, Code = code, At = now, Due = null };
        return new(failed, Entry(failed, "failed", now, attempt));
    }

    private Transition Retry(Delivery delivery, Attempt attempt, SendResult.NotTaken result, Situation situation, double jitter)
    {
        var now = situation.Now;
        var known = delivery.WithAttempt(attempt with { Outcome = AttemptOutcome.NotTaken, Code = result.Code });
        var failures = known.Attempts.Count(a => a.Outcome == AttemptOutcome.NotTaken);
        var pause = times.Backoff(failures, jitter);
        if (result.RetryAfter > pause)
            pause = result.RetryAfter.Value;
        if (now + pause >= situation.ExpiresAt)
        {
            var expired = known with
            {
                Status = DeliveryStatus.Expired, Reason = result.Reason, Code = result.Code, At = now, Due = null,
            };
            return new(expired, Entry(expired, "expired", now, attempt.Number));
        }

        var again = known with { Status = DeliveryStatus.Accepted, At = now, Due = now + pause };
        return new(again, Entry(again, "retry", now, attempt.Number) with { Code = result.Code });
    }

    private Transition Unresolved(Delivery delivery, Attempt attempt, string code, DateTimeOffset now)
    {
        var evidenceAt = delivery.Channel switch
        {
            Channel.Sms => attempt.ClaimedAt + times.Lease,
            // From now, not from the claim: while nobody was there to notice, nobody was there to hear an event either.
            Channel.Email => now + times.EmailEvidence,
        };
        var unknown = delivery.WithAttempt(attempt with { Outcome = AttemptOutcome.Unknown, Code = code }) with { Due = evidenceAt };
        return new(unknown, Entry(unknown, "unknown", now, attempt.Number) with { Code = code });
    }

    private static Transition Noted(Delivery delivery, Attempt attempt, SendResult result, DateTimeOffset now)
    {
        var noted = result switch
        {
            SendResult.Refused refused => attempt with { Outcome = AttemptOutcome.Failed, Code = refused.Code },
            SendResult.NotTaken notTaken => attempt with { Outcome = AttemptOutcome.NotTaken, Code = notTaken.Code },
            SendResult.Unknown unknown => attempt with { Outcome = AttemptOutcome.Unknown, Code = unknown.Code },
            _ => throw new ArgumentOutOfRangeException(nameof(result)),
        };
        var with = delivery.WithAttempt(noted);
        return new(with, Entry(with, "attempt-failed", now, attempt.Number) with { Code = noted.Code });
    }

    private static Attempt? Find(Delivery delivery, int number) => delivery.Attempts.FirstOrDefault(a => a.Number == number);

    private static string Name(DeliveryStatus status) => status.ToString().ToLowerInvariant();
}
