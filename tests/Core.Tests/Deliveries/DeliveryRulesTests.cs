using Peyk.Core.Deliveries;

namespace Peyk.Core.Tests.Deliveries;

public sealed class DeliveryRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
    private static readonly Situation Usual = new(Now, Now.AddDays(1), FallbackAfter: null);
    private static readonly DeliveryTimes Times = new();

    private readonly DeliveryRules _rules = new(Times);

    private Delivery Claimed(Channel channel = Channel.Sms) =>
        _rules.Claim(new Delivery(1, channel, DeliveryStatus.Accepted, Now, Now), "c", Now).Delivery;

    private Delivery Sent(Channel channel = Channel.Sms) =>
        _rules.Answered(Claimed(channel), 1, new SendResult.Taken("SM1"), Usual, 0)!.Delivery;

    private Transition? Receive(Delivery delivery, Receipt receipt, int attempt = 1, Situation? situation = null) =>
        _rules.Receive(delivery, attempt, receipt, situation ?? Usual);

    private static Receipt.Failed Failure(Reason reason = Reason.InvalidAddress, int retries = 0) => new(Now, "SM1", reason, "30005", retries);

    [Fact]
    public void A_claim_records_an_attempt_and_a_lease()
    {
        var claimed = Claimed();

        claimed.Status.ShouldBe(DeliveryStatus.Sending);
        claimed.Due.ShouldBe(Now + Times.Lease);
        claimed.LatestAttempt.ShouldBe(new Attempt(1, Now, AttemptOutcome.Claimed, Commitment: "c"));
    }

    [Fact]
    public void A_taken_attempt_is_sent_and_knows_the_providers_id()
    {
        var sent = Sent();

        sent.Status.ShouldBe(DeliveryStatus.Sent);
        sent.LatestAttempt!.ProviderId.ShouldBe("SM1");
        sent.Due.ShouldBe(Now.AddMinutes(10));
    }

    [Fact]
    public void A_receipt_before_the_answer_is_not_undone_by_it()
    {
        var delivered = Receive(Claimed(), new Receipt.Delivered(Now, "SM1"))!.Delivery;

        _rules.Answered(delivered, 1, new SendResult.Taken("SM1"), Usual, 0).ShouldBeNull();
        delivered.Status.ShouldBe(DeliveryStatus.Delivered);
    }

    [Fact]
    public void The_same_receipt_twice_changes_nothing_the_second_time()
    {
        var delivered = Receive(Sent(), new Receipt.Delivered(Now, "SM1"))!.Delivery;

        Receive(delivered, new Receipt.Delivered(Now, "SM1")).ShouldBeNull();
    }

    [Fact]
    public void A_sent_that_comes_after_delivered_changes_nothing()
    {
        var delivered = Receive(Sent(), new Receipt.Delivered(Now, "SM1"))!.Delivery;

        Receive(delivered, new Receipt.Taken(Now, "SM1")).ShouldBeNull();
    }

    [Fact]
    public void A_failed_receipt_after_delivered_changes_nothing_unless_it_is_a_bounce()
    {
        var delivered = Receive(Sent(), new Receipt.Delivered(Now, "SM1"))!.Delivery;

        Receive(delivered, Failure()).ShouldBeNull();
    }

    [Fact]
    public void A_bounce_within_72_hours_corrects_delivered()
    {
        var delivered = Receive(Sent(Channel.Email), new Receipt.Delivered(Now, "m"))!.Delivery;

        var bounced = Receive(delivered, Failure(Reason.Bounced), situation: Usual with { Now = Now.AddHours(72) })!;

        bounced.Delivery.Status.ShouldBe(DeliveryStatus.Failed);
        bounced.Entry.Corrects.ShouldBe(DeliveryStatus.Delivered);
    }

    [Fact]
    public void A_bounce_after_72_hours_corrects_nothing()
    {
        var delivered = Receive(Sent(Channel.Email), new Receipt.Delivered(Now, "m"))!.Delivery;

        Receive(delivered, Failure(Reason.Bounced), situation: Usual with { Now = Now.AddHours(72.1) }).ShouldBeNull();
    }

    [Fact]
    public void A_late_delivered_corrects_a_missing_receipt()
    {
        var expired = DeliveryRules.End(Sent(), DeliveryStatus.Expired, Reason.NoReceipt, Now.AddHours(72))!.Delivery;

        var corrected = Receive(expired, new Receipt.Delivered(Now, "SM1"))!;

        corrected.Delivery.Status.ShouldBe(DeliveryStatus.Delivered);
        corrected.Delivery.Reason.ShouldBeNull();
        corrected.Entry.Corrects.ShouldBe(DeliveryStatus.Expired);
    }

    [Fact]
    public void A_late_delivered_does_not_correct_a_message_that_was_too_late_to_send()
    {
        var expired = DeliveryRules.End(Claimed(), DeliveryStatus.Expired, Reason.Expired, Now)!.Delivery;

        Receive(expired, new Receipt.Delivered(Now, "SM1")).ShouldBeNull();
    }

    [Fact]
    public void A_refusal_ends_the_delivery_with_reason_and_code()
    {
        var refused = _rules.Answered(Claimed(), 1, new SendResult.Refused(Reason.OptedOut, "21610"), Usual, 0)!.Delivery;

        (refused.Status, refused.Reason, refused.Code, refused.Due).ShouldBe((DeliveryStatus.Failed, Reason.OptedOut, "21610", null));
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(0.999, 1.999)]
    public void A_message_that_was_not_taken_is_tried_again_after_a_pause_with_jitter(double jitter, double seconds)
    {
        var retry = _rules.Answered(Claimed(), 1, new SendResult.NotTaken("20429"), Usual, jitter)!.Delivery;

        retry.Status.ShouldBe(DeliveryStatus.Accepted);
        retry.Due!.Value.ShouldBe(Now.AddSeconds(seconds), TimeSpan.FromMilliseconds(2));
    }

    [Fact]
    public void The_pauses_double_up_to_the_longest()
    {
        Enumerable.Range(1, 12).Select(n => Times.Backoff(n, 1).TotalSeconds)
            .ShouldBe([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
    }

    [Fact]
    public void The_providers_own_wish_to_wait_is_kept_when_it_is_longer()
    {
        var retry = _rules.Answered(Claimed(), 1, new SendResult.NotTaken("429", TimeSpan.FromMinutes(3)), Usual, 0)!.Delivery;

        retry.Due.ShouldBe(Now.AddMinutes(3));
    }

    [Fact]
    public void No_retry_begins_after_the_message_expires()
    {
        var late = Usual with { ExpiresAt = Now.AddMilliseconds(500) };

        var expired = _rules.Answered(Claimed(), 1, new SendResult.NotTaken("429"), late, 0)!.Delivery;

        (expired.Status, expired.Reason).ShouldBe((DeliveryStatus.Expired, Reason.ProviderUnavailable));
    }

    [Theory]
    [InlineData(Channel.Sms, 90)]
    [InlineData(Channel.Email, 900)]
    public void An_unknown_outcome_waits_for_evidence(Channel channel, int seconds)
    {
        var unknown = _rules.Answered(Claimed(channel), 1, new SendResult.Unknown("timeout"), Usual, 0)!.Delivery;

        unknown.Status.ShouldBe(DeliveryStatus.Sending);
        unknown.Due.ShouldBe(Now.AddSeconds(seconds));
    }

    [Fact]
    public void Without_evidence_an_unknown_attempt_counts_as_not_taken_and_is_repeated()
    {
        var unknown = _rules.Answered(Claimed(), 1, new SendResult.Unknown("timeout"), Usual, 0)!.Delivery;

        var again = _rules.NoEvidence(unknown, Now)!.Delivery;

        again.Status.ShouldBe(DeliveryStatus.Accepted);
        again.LatestAttempt!.Outcome.ShouldBe(AttemptOutcome.NotTaken);
    }

    [Fact]
    public void Evidence_for_an_email_is_awaited_from_the_moment_that_somebody_noticed()
    {
        var outage = Now.AddHours(2);

        var lost = _rules.LeaseLost(Claimed(Channel.Email), outage)!.Delivery;

        lost.Due.ShouldBe(outage + Times.EmailEvidence);
    }

    [Fact]
    public void Who_was_away_when_the_evidence_was_due_waits_again()
    {
        var unknown = _rules.Answered(Claimed(Channel.Email), 1, new SendResult.Unknown("timeout"), Usual, 0)!.Delivery;

        var late = _rules.NoEvidence(unknown, Now.AddHours(2))!.Delivery;

        (late.Status, late.Due).ShouldBe((DeliveryStatus.Sending, Now.AddHours(2) + Times.EmailEvidence));
    }

    [Fact]
    public void Evidence_that_comes_after_an_attempt_was_given_up_still_stops_the_next_one()
    {
        var unknown = _rules.Answered(Claimed(Channel.Email), 1, new SendResult.Unknown("timeout"), Usual, 0)!.Delivery;
        var again = _rules.NoEvidence(unknown, unknown.Due!.Value)!.Delivery;

        Receive(again, new Receipt.Taken(Now, "m"))!.Delivery.Status.ShouldBe(DeliveryStatus.Sent);
    }

    public static TheoryData<SendResult> NotTaken =>
        [new SendResult.NotTaken("429"), new SendResult.Unknown("timeout"), new SendResult.Refused(Reason.Bounced, "http_400")];

    [Theory]
    [MemberData(nameof(NotTaken))]
    public void An_answer_to_a_later_attempt_does_not_undo_that_an_earlier_one_was_taken(SendResult answer)
    {
        var unknown = _rules.Answered(Claimed(Channel.Email), 1, new SendResult.Unknown("timeout"), Usual, 0)!.Delivery;
        var second = _rules.Claim(_rules.NoEvidence(unknown, unknown.Due!.Value)!.Delivery, "c", Now).Delivery;
        var sent = Receive(second, new Receipt.Taken(Now, "m"))!.Delivery;

        _rules.Answered(sent, 2, answer, Usual, 0)!.Delivery.Status.ShouldBe(DeliveryStatus.Sent);
    }

    [Fact]
    public void An_answer_that_names_another_id_than_the_failed_receipt_leaves_the_retry_planned()
    {
        var again = Receive(Claimed(), Failure(Reason.Unreachable, retries: 2))!.Delivery;

        var answered = _rules.Answered(again, 1, new SendResult.Taken("SM2"), Usual, 0)!.Delivery;

        (answered.Status, answered.Due).ShouldBe((again.Status, again.Due));
    }

    [Fact]
    public void A_receipt_for_an_unknown_attempt_is_its_evidence()
    {
        var unknown = _rules.Answered(Claimed(), 1, new SendResult.Unknown("timeout"), Usual, 0)!.Delivery;

        var sent = Receive(unknown, new Receipt.Taken(Now, "SM9"))!.Delivery;

        (sent.Status, sent.LatestAttempt!.ProviderId).ShouldBe((DeliveryStatus.Sent, "SM9"));
    }

    [Fact]
    public void A_receipt_may_settle_an_attempt_that_was_thought_not_taken()
    {
        var again = _rules.NoEvidence(_rules.Answered(Claimed(), 1, new SendResult.Unknown("t"), Usual, 0)!.Delivery, Now)!.Delivery;

        Receive(again, new Receipt.Delivered(Now, "SM1"))!.Delivery.Status.ShouldBe(DeliveryStatus.Delivered);
    }

    [Fact]
    public void An_unreachable_handset_is_tried_again_when_no_other_channel_is_left()
    {
        var again = Receive(Sent(), Failure(Reason.Unreachable, retries: 2))!.Delivery;

        (again.Status, again.Due).ShouldBe((DeliveryStatus.Accepted, Now + Times.RetryAfterReceipt));
    }

    [Fact]
    public void An_unreachable_handset_fails_at_once_when_another_channel_is_left()
    {
        var failed = Receive(Sent(), Failure(Reason.Unreachable, retries: 2), situation: Usual with { FallbackAfter = TimeSpan.FromMinutes(15) })!;

        failed.Delivery.Status.ShouldBe(DeliveryStatus.Failed);
    }

    [Fact]
    public void A_failure_of_an_earlier_attempt_does_not_end_a_later_one()
    {
        var again = Receive(Sent(), Failure(Reason.Unreachable, retries: 2))!.Delivery;
        var second = _rules.Claim(again, "c", Now).Delivery;

        Receive(second, Failure(), attempt: 1).ShouldBeNull();
        second.Status.ShouldBe(DeliveryStatus.Sending);
    }

    [Fact]
    public void A_receipt_for_an_attempt_that_never_was_changes_nothing()
    {
        Receive(Sent(), new Receipt.Delivered(Now, "SM1"), attempt: 7).ShouldBeNull();
    }

    [Fact]
    public void Every_reason_names_who_must_act_and_every_status_is_final_or_not()
    {
        foreach (var reason in Enum.GetValues<Reason>())
            Enum.IsDefined(reason.WhoMustAct()).ShouldBeTrue();
        Enum.GetValues<DeliveryStatus>().Where(s => s.IsFinal()).ShouldBe(
            [DeliveryStatus.Delivered, DeliveryStatus.Failed, DeliveryStatus.Expired, DeliveryStatus.Suppressed, DeliveryStatus.Cancelled]);
    }

    [Fact]
    public void A_price_that_the_provider_tells_takes_the_place_of_the_lists()
    {
        var sent = _rules.Answered(
            _rules.Claim(new Delivery(1, Channel.Sms, DeliveryStatus.Accepted, Now, Now), "c", Now, new Charge(3, 0.24m, "USD")).Delivery,
            1, new SendResult.Taken("SM1"), Usual, 0)!.Delivery;

        var delivered = Receive(sent, new Receipt.Delivered(Now, "SM1") { Price = new(0.0213m, "EUR") })!.Delivery;

        (sent.LatestAttempt!.Charge, delivered.LatestAttempt!.Charge).ShouldBe((new Charge(3, 0.24m, "USD"), new Charge(3, 0.0213m, "EUR", IsProviders: true)));
    }
}
