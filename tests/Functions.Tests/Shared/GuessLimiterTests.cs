using System.Net;
using Microsoft.Extensions.Options;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Tests.Shared;

public sealed class GuessLimiterTests
{
    private static readonly IPAddress Address = IPAddress.Parse("192.0.2.1");

    private readonly ManualTime _time = new();
    private readonly GuessLimiter _limiter;

    public GuessLimiterTests() => _limiter = new(Options.Create(new PeykOptions { TrackingGuesses = 3 }), _time);

    [Fact]
    public void Guesses_run_out_and_come_back_one_by_one()
    {
        for (var guess = 0; guess < 3; guess++)
            _limiter.Take(Address).ShouldBeNull();

        _limiter.Take(Address)!.Value.TotalSeconds.ShouldBe(20, 0.01);
        _time.Advance(TimeSpan.FromSeconds(21));
        _limiter.Take(Address).ShouldBeNull();
        _limiter.Take(Address).ShouldNotBeNull();
    }

    [Fact]
    public void A_minute_gives_all_back_and_no_more()
    {
        _limiter.Take(Address);
        _time.Advance(TimeSpan.FromHours(1));

        Enumerable.Range(0, 4).Count(_ => _limiter.Take(Address) is null).ShouldBe(3);
    }

    [Fact]
    public void A_hit_costs_nothing()
    {
        for (var look = 0; look < 100; look++)
        {
            _limiter.Take(Address).ShouldBeNull();
            _limiter.GiveBack(Address);
        }
    }

    [Fact]
    public void Looks_at_once_cannot_outrun_the_limit()
    {
        Enumerable.Range(0, 50).AsParallel().Count(_ => _limiter.Take(Address) is null).ShouldBe(3);
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;
    }
}
