using Peyk.Core.Deliveries;

namespace Peyk.Core.Tests.Deliveries;

public sealed class NotificationTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
    private static readonly DeliveryTimes Times = new();
    private readonly DeliveryRules _rules = new(Times);

    private static Notification New(ChannelPolicy policy = ChannelPolicy.Preferred, DeliveryStatus status = DeliveryStatus.Accepted) => new(
        Guid.CreateVersion7(Now), policy, [Channel.Sms, Channel.Email], Now, Now.AddDays(1), null, false,
        Notification.FirstDeliveries(policy, [Channel.Sms, Channel.Email], status, Now, Now + Times.HintGrace));

    private Notification Step(Notification notification, Func<Delivery, Transition?> step) =>
        notification.Apply(step(notification.Deliveries[0])!).Notification;

    private Notification Sent() => Step(
        Step(New(), d => _rules.Claim(d, "c", Now)),
        d => _rules.Answered(d, 1, new SendResult.Taken("SM1"), New().Situate(d, Times, Now), 0));

    [Theory]
    [InlineData(ChannelPolicy.Preferred, 1)]
    [InlineData(ChannelPolicy.Only, 1)]
    [InlineData(ChannelPolicy.All, 2)]
    public void The_policy_decides_how_many_deliveries_begin(ChannelPolicy policy, int deliveries) =>
        New(policy).Deliveries.Length.ShouldBe(deliveries);

    [Fact]
    public void A_permanent_failure_opens_the_next_channel()
    {
        var failed = Step(
            Step(New(), d => _rules.Claim(d, "c", Now)),
            d => _rules.Answered(d, 1, new SendResult.Refused(Reason.InvalidAddress, "21211"), new(Now, Now.AddDays(1), null), 0));

        failed.Deliveries.Select(d => (d.Channel, d.Status)).ShouldBe([(Channel.Sms, DeliveryStatus.Failed), (Channel.Email, DeliveryStatus.Accepted)]);
        failed.IsFinal.ShouldBeFalse();
    }

    [Fact]
    public void Silence_after_sent_opens_the_next_channel_and_keeps_the_first_waiting()
    {
        var sent = Sent();
        var later = Now + Times.SmsFallback;

        NextSteps.For(sent, sent.Deliveries[0], Times, later).ShouldBe(NextStep.FallBack);
        var change = sent.FallBack(sent.Deliveries[0], _rules, later)!;

        change.Notification.Deliveries.Length.ShouldBe(2);
        change.Notification.Deliveries[0].Status.ShouldBe(DeliveryStatus.Sent);
        change.Changed.ShouldBe([1, 2]);
        change.Notification.FallBack(change.Notification.Deliveries[0], _rules, later).ShouldBeNull();
    }

    [Fact]
    public void A_late_receipt_after_the_fallback_makes_the_notification_delivered()
    {
        var sent = Sent();
        var fallen = sent.FallBack(sent.Deliveries[0], _rules, Now + Times.SmsFallback)!.Notification;

        var late = Step(fallen, d => _rules.Receive(d, 1, new Receipt.Delivered(Now, "SM1"), new(Now, Now.AddDays(1), null)));

        late.Status.ShouldBe(DeliveryStatus.Delivered);
        late.IsFinal.ShouldBeFalse();
    }

    [Fact]
    public void A_bounce_that_corrects_delivered_opens_no_other_channel()
    {
        var delivered = Step(Sent(), d => _rules.Receive(d, 1, new Receipt.Delivered(Now, "m"), new(Now, Now.AddDays(1), null)));

        var bounced = delivered.Apply(_rules.Receive(
            delivered.Deliveries[0], 1, new Receipt.Failed(Now, "m", Reason.Bounced, "bounce"), new(Now, Now.AddDays(1), null))!);

        bounced.Notification.Deliveries.Length.ShouldBe(1);
    }

    public static TheoryData<DeliveryStatus[], DeliveryStatus> Best => new()
    {
        { [DeliveryStatus.Failed, DeliveryStatus.Delivered], DeliveryStatus.Delivered },
        { [DeliveryStatus.Sent, DeliveryStatus.Accepted], DeliveryStatus.Sent },
        { [DeliveryStatus.Failed, DeliveryStatus.Accepted], DeliveryStatus.Accepted },
        { [DeliveryStatus.Failed, DeliveryStatus.Expired], DeliveryStatus.Expired },
        { [DeliveryStatus.Held, DeliveryStatus.Sending], DeliveryStatus.Sending },
    };

    [Theory]
    [MemberData(nameof(Best))]
    public void A_notification_shows_the_best_of_its_deliveries(DeliveryStatus[] statuses, DeliveryStatus best) =>
        DeliveryStatuses.Best([.. statuses.Select((s, i) => new Delivery(i + 1, Channel.Sms, s, Now))]).ShouldBe(best);

    public static TheoryData<string, DeliveryStatus, double, NextStep> Looks => new()
    {
        { "a first hint sends at once", DeliveryStatus.Accepted, 0, NextStep.Send },
        { "too late is not sent", DeliveryStatus.Accepted, 25 * 60, NextStep.Expire },
        { "a schedule is kept", DeliveryStatus.Scheduled, 1, NextStep.Wait },
        { "its time has come", DeliveryStatus.Scheduled, 2, NextStep.Send },
        { "final needs nothing", DeliveryStatus.Cancelled, 0, NextStep.Nothing },
    };

    [Theory]
    [MemberData(nameof(Looks))]
    public void A_look_decides_from_what_is_stored(string why, DeliveryStatus status, double minutes, NextStep expected)
    {
        var notification = New(status: status);

        NextSteps.For(notification, notification.Deliveries[0], Times, Now.AddMinutes(minutes)).ShouldBe(expected, why);
    }

    [Fact]
    public void A_lease_keeps_others_away_and_then_the_outcome_is_unknown()
    {
        var claimed = Step(New(), d => _rules.Claim(d, "c", Now));

        NextSteps.For(claimed, claimed.Deliveries[0], Times, Now.AddSeconds(89)).ShouldBe(NextStep.Wait);
        NextSteps.For(claimed, claimed.Deliveries[0], Times, Now.AddSeconds(90)).ShouldBe(NextStep.LoseLease);
        var lost = claimed.Apply(_rules.LeaseLost(claimed.Deliveries[0], Now.AddSeconds(90))!).Notification;
        NextSteps.For(lost, lost.Deliveries[0], Times, Now.AddSeconds(90)).ShouldBe(NextStep.SeekEvidence);
    }

    [Fact]
    public void A_missing_receipt_is_asked_for_three_times_and_then_given_up()
    {
        var only = Sent() with { Policy = ChannelPolicy.Only };
        var delivery = only.Deliveries[0] with { Due = Now.AddMinutes(10) };
        var situation = only.Situate(delivery, Times, Now);

        NextSteps.For(only, delivery, Times, Now.AddMinutes(10)).ShouldBe(NextStep.CheckReceipt);
        delivery = _rules.Checked(delivery, situation);
        delivery.Due.ShouldBe(Now.AddHours(1));
        delivery = _rules.Checked(delivery, situation);
        delivery.Due.ShouldBe(Now.AddHours(10));
        delivery = _rules.Checked(delivery, situation);
        delivery.Due.ShouldBe(Now.AddHours(72));
        NextSteps.For(only, delivery, Times, Now.AddHours(72)).ShouldBe(NextStep.GiveUpOnReceipt);
    }

    [Fact]
    public void Erasing_ends_what_no_provider_has_and_leaves_what_one_may_have()
    {
        var half = Step(New(ChannelPolicy.All), d => _rules.Claim(d, "c", Now));

        var change = half.Erase(Now.AddMinutes(1));

        change.Notification.Deliveries.Select(d => (d.Status, d.Reason)).ShouldBe([(DeliveryStatus.Sending, null), (DeliveryStatus.Cancelled, Reason.Erased)]);
        (change.Changed.Single(), change.Entries.Single().Event).ShouldBe((2, "cancelled"));
    }

    [Fact]
    public void Erasing_again_changes_nothing()
    {
        var erased = New(status: DeliveryStatus.Held).Erase(Now).Notification;

        erased.Erase(Now).Changed.ShouldBeEmpty();
    }
}
