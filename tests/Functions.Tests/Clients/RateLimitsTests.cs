using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Tests.Clients;

public sealed class RateLimitsTests
{
    private readonly Clock _clock = new();
    private readonly RateLimits _limits;

    public RateLimitsTests() => _limits = new(Options.Create(new ApiOptions { RequestsPerMinute = 60, Burst = 3 }), _clock);

    [Fact]
    public void A_burst_passes_and_then_no_more()
    {
        Take(4).ShouldBe([true, true, true, false]);
    }

    [Fact]
    public void The_bucket_refills_evenly_and_never_beyond_the_burst()
    {
        Take(3);
        _clock.Pass(TimeSpan.FromSeconds(2));
        Take(3).ShouldBe([true, true, false]);

        _clock.Pass(TimeSpan.FromHours(1));
        Take(4).ShouldBe([true, true, true, false]);
    }

    [Fact]
    public void A_refused_request_costs_nothing_and_is_told_when_to_come_back()
    {
        Take(3);
        _clock.Pass(TimeSpan.FromSeconds(0.4));

        Take(5);
        _limits.Take("key").ShouldBe(new RateLimitState(false, 0, 3, 1));
        _clock.Pass(TimeSpan.FromSeconds(0.6));
        _limits.Take("key").IsAllowed.ShouldBeTrue();
    }

    [Fact]
    public void Keys_do_not_share()
    {
        Take(3);

        _limits.Take("other").IsAllowed.ShouldBeTrue();
    }

    [Fact]
    public void The_headers_tell_quota_window_rest_and_time()
    {
        var response = new DefaultHttpContext().Response;

        _limits.Tell(response, _limits.Take("key"));

        response.Headers["RateLimit-Policy"].ToString().ShouldBe("\"key\";q=3;w=3");
        response.Headers["RateLimit"].ToString().ShouldBe("\"key\";r=2;t=1");
    }

    private List<bool> Take(int count) => [.. Enumerable.Range(0, count).Select(_ => _limits.Take("key").IsAllowed)];

    private sealed class Clock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;
    }
}
