using System.Collections.Immutable;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports;

namespace Peyk.Core.Tests.Reports;

public sealed class CountedDeliveryTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    private readonly List<LogEvent> _log = [];

    [Fact]
    public void Times_run_from_acceptance_to_the_provider_and_from_there_to_the_recipient()
    {
        Say(0, "accepted", DeliveryStatus.Accepted);
        Say(1, "sending", DeliveryStatus.Sending);
        Say(2, "sent", DeliveryStatus.Sent);
        Say(9, "delivered", DeliveryStatus.Delivered);

        Read().ShouldBe((DeliveryStatus.Delivered, null, 2, 7));
    }

    [Theory]
    [InlineData(DeliveryStatus.Held)]
    [InlineData(DeliveryStatus.Scheduled)]
    public void A_wait_that_was_wished_for_is_not_timed(DeliveryStatus waiting)
    {
        Say(0, "accepted", DeliveryStatus.Accepted);
        Say(1, "waiting", waiting);
        Say(3600, "sent", DeliveryStatus.Sent);
        Say(3609, "delivered", DeliveryStatus.Delivered);

        Read().ShouldBe((DeliveryStatus.Delivered, null, null, 9));
    }

    [Fact]
    public void A_receipt_that_was_faster_than_the_answer_gives_no_times()
    {
        Say(0, "accepted", DeliveryStatus.Accepted);
        Say(1, "sending", DeliveryStatus.Sending);
        Say(2, "delivered", DeliveryStatus.Delivered);
        Say(3, "provider-id", DeliveryStatus.Delivered);

        Read().ShouldBe((DeliveryStatus.Delivered, null, null, null));
    }

    [Fact]
    public void A_late_receipt_counts_as_delivered_when_it_came()
    {
        Say(0, "accepted", DeliveryStatus.Accepted);
        Say(2, "sent", DeliveryStatus.Sent);
        Say(100, "expired", DeliveryStatus.Expired, Reason.NoReceipt);
        Say(120, "delivered", DeliveryStatus.Delivered);

        Read().ShouldBe((DeliveryStatus.Delivered, null, 2, 118));
    }

    [Fact]
    public void A_bounce_after_all_counts_as_failed()
    {
        Say(0, "accepted", DeliveryStatus.Accepted);
        Say(2, "sent", DeliveryStatus.Sent);
        Say(5, "delivered", DeliveryStatus.Delivered);
        Say(50, "failed", DeliveryStatus.Failed, Reason.Bounced);

        Read().ShouldBe((DeliveryStatus.Failed, Reason.Bounced, 2, null));
    }

    [Fact]
    public void A_reason_on_the_way_is_not_the_reason_of_the_end()
    {
        Say(0, "accepted", DeliveryStatus.Accepted);
        Say(2, "sent", DeliveryStatus.Sent);
        Say(5, "attempt-failed", DeliveryStatus.Sent, Reason.Unreachable);

        Read().ShouldBe((DeliveryStatus.Sent, null, 2, null));
    }

    [Fact]
    public void A_fallback_is_timed_from_its_own_opening()
    {
        Say(0, "accepted", DeliveryStatus.Accepted);
        Say(60, "fallback", DeliveryStatus.Accepted, delivery: 2);
        Say(61, "sent", DeliveryStatus.Sent, delivery: 2);

        var both = CountedDelivery.Read(_log, []).ToList();

        both.Select(d => (d.IsFirst, d.Status, d.ToSent?.TotalSeconds)).ShouldBe([(true, DeliveryStatus.Accepted, null), (false, DeliveryStatus.Sent, 1)]);
    }

    [Fact]
    public void Only_what_the_provider_took_is_charged()
    {
        Say(0, "accepted", DeliveryStatus.Accepted);
        var charge = new Charge(2, 0.16m, "USD");
        ImmutableArray<Attempt> attempts =
        [
            new(1, Begin, AttemptOutcome.NotTaken, Charge: charge), new(2, Begin, AttemptOutcome.Failed, ProviderId: "SM1", Charge: charge),
            new(3, Begin, AttemptOutcome.Taken, ProviderId: "SM2"),
        ];

        var counted = CountedDelivery.Read(_log, [new(1, Channel.Sms, DeliveryStatus.Sent, Begin, Attempts: attempts)]).Single();

        counted.Charges.ShouldBe([charge, null]);
    }

    private void Say(int second, string name, DeliveryStatus status, Reason? reason = null, int delivery = 1) =>
        _log.Add(new(Begin.AddSeconds(second), name, delivery, null, Channel.Sms, status, reason));

    private (DeliveryStatus, Reason?, double?, double?) Read()
    {
        var read = CountedDelivery.Read(_log, []).Single();
        return (read.Status, read.Reason, read.ToSent?.TotalSeconds, read.ToDelivered?.TotalSeconds);
    }
}
