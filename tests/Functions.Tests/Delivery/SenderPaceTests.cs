using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Delivery;

public sealed class SenderPaceTests
{
    private static readonly SendResult TooFast = new SendResult.NotTaken("429") { IsTooFast = true };
    private readonly ShiftedTime _time = new();
    private readonly SenderPace _pace;

    public SenderPaceTests() => _pace = new(_time);

    private double Pause(Channel channel = Channel.Sms) => Math.Round(_pace.PauseOf(channel, 0)?.TotalSeconds ?? 0, 1);

    [Fact]
    public void A_rate_limit_slows_its_channel_and_no_other()
    {
        _pace.Heard(Channel.Sms, TooFast);

        Pause().ShouldBeInRange(0.3, 0.5);
        Pause(Channel.Email).ShouldBe(0);
    }

    [Fact]
    public void Refusals_of_calls_that_were_under_way_do_not_add_up()
    {
        for (var n = 0; n < 10; n++)
            _pace.Heard(Channel.Sms, TooFast);

        Pause().ShouldBeLessThanOrEqualTo(0.5);
    }

    [Fact]
    public void Each_refusal_after_a_pause_doubles_it_up_to_half_a_minute()
    {
        for (var n = 0; n < 12; n++)
        {
            _pace.Heard(Channel.Sms, TooFast);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        _pace.Heard(Channel.Sms, TooFast);

        Pause().ShouldBeInRange(29, 30);
    }

    [Fact]
    public void The_providers_own_wish_counts_when_it_is_longer()
    {
        _pace.Heard(Channel.Sms, new SendResult.NotTaken("429", TimeSpan.FromSeconds(7)) { IsTooFast = true });

        Pause().ShouldBeInRange(6, 7);
    }

    [Fact]
    public void An_acceptance_ends_the_slowness()
    {
        _pace.Heard(Channel.Sms, TooFast);

        _pace.Heard(Channel.Sms, new SendResult.Taken("SM1"));

        Pause().ShouldBe(0);
    }

    [Fact]
    public void Other_troubles_slow_nothing()
    {
        _pace.Heard(Channel.Sms, new SendResult.NotTaken("connect"));
        _pace.Heard(Channel.Sms, new SendResult.Unknown("timeout"));

        Pause().ShouldBe(0);
    }
}
