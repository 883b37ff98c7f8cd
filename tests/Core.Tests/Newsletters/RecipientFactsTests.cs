using Peyk.Core.Newsletters;

namespace Peyk.Core.Tests.Newsletters;

public sealed class RecipientFactsTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_return_within_three_days_corrects_a_delivery()
    {
        var facts = new RecipientFacts(At, At.AddHours(72), "bounce_5.1.1");

        (facts.IsDelivered, facts.IsFailed, facts.IsBounced).ShouldBe((false, true, true));
    }

    [Fact]
    public void A_return_after_that_corrects_nothing()
    {
        var facts = new RecipientFacts(At, At.AddHours(73), "bounce_5.1.1");

        (facts.IsDelivered, facts.IsFailed, facts.IsBounced).ShouldBe((true, false, false));
    }

    [Fact]
    public void A_delivery_after_a_return_counts()
    {
        new RecipientFacts(At.AddHours(1), At, "bounce").IsDelivered.ShouldBeTrue();
    }

    [Fact]
    public void What_the_provider_dropped_failed_and_did_not_bounce()
    {
        var facts = new RecipientFacts(FailedAt: At, Code: "dropped");

        (facts.IsFailed, facts.IsBounced).ShouldBe((true, false));
    }

    [Fact]
    public void Who_reports_a_mail_has_it()
    {
        new RecipientFacts(SpamAt: At).IsDelivered.ShouldBeTrue();
    }

    [Fact]
    public void Facts_amount_to_the_same_in_any_order_and_twice()
    {
        RecipientFacts[] facts = [new(DeliveredAt: At), new(FailedAt: At.AddMinutes(1), Code: "bounce"), new(SpamAt: At.AddMinutes(2)), new(DeliveredAt: At.AddMinutes(3))];

        var forth = facts.Aggregate((a, b) => a.And(b));
        var back = facts.Reverse().Concat(facts).Aggregate((a, b) => a.And(b));

        back.ShouldBe(forth);
        forth.ShouldBe(new(At, At.AddMinutes(1), "bounce", At.AddMinutes(2)));
    }
}
