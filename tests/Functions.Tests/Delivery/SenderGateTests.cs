using Azure;
using NodaTime;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Delivery;

/// <summary>Several instances on one clock and one row; every run is the same.</summary>
public sealed class SenderGateTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    private readonly ManualTime _time = new(Start);
    private readonly SharedSender _shared = new();
    private readonly List<(DateTimeOffset At, Lane Lane)> _sent = [];

    [Theory]
    [InlineData(10, 1)]
    [InlineData(10, 3)]
    [InlineData(0.5, 2)]
    [InlineData(100, 4)]
    public async Task No_second_sees_more_than_the_rate_a_tenth_and_one(double perSecond, int instances)
    {
        var gates = Gates(instances, perSecond);
        foreach (var gate in gates)
            Crowd(gate, Lane.Bulk, 8);
        Crowd(gates[0], Lane.Transactional, 4);

        await RunAsync(TimeSpan.FromSeconds(8));

        ((double)Busiest()).ShouldBeLessThanOrEqualTo((perSecond * 1.1) + 1);
        _sent.Count.ShouldBeGreaterThan((int)(perSecond * 8 * 0.85), "the rate is used");
    }

    [Fact]
    public async Task Transactional_messages_wait_a_block_of_bulk_at_most()
    {
        var gates = Gates(2, 10);
        foreach (var gate in gates)
            Crowd(gate, Lane.Bulk, 20);
        await RunAsync(TimeSpan.FromSeconds(3));

        var asked = _time.GetUtcNow();
        var turn = gates[1].AskAsync(Lane.Transactional, comesBack: false, default);
        await RunAsync(TimeSpan.FromSeconds(1), until: () => turn.IsCompleted);

        (await turn).ShouldBe(new Turn.Go(HasWaited: false));
        (_time.GetUtcNow() - asked).ShouldBeLessThan(TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task A_stream_of_transactional_messages_leaves_bulk_what_is_over()
    {
        var gates = Gates(2, 10);
        Crowd(gates[0], Lane.Bulk, 20);
        Crowd(gates[1], Lane.Transactional, 12); // More at once than the rate: they reserve ahead all the time.

        await RunAsync(TimeSpan.FromSeconds(10));

        _sent.Count(s => s.Lane == Lane.Transactional).ShouldBeGreaterThan(95);
        _sent.Count(s => s.Lane == Lane.Bulk).ShouldBeLessThan(5);
    }

    [Fact]
    public async Task A_daily_cap_holds_for_all_instances_together()
    {
        var gates = Gates(3, 100, dailyCap: 50);
        foreach (var gate in gates)
            Crowd(gate, Lane.Bulk, 8);

        await RunAsync(TimeSpan.FromSeconds(4));

        _sent.Count.ShouldBe(50);
        (await gates[0].AskAsync(Lane.Transactional, comesBack: false, default)).ShouldBeOfType<Turn.Later>().Limit.ShouldBe(RateLimit.DailyCap);
    }

    [Fact]
    public async Task A_pause_that_one_instance_hears_of_holds_for_the_others()
    {
        var gates = Gates(2, 10);
        (await gates[1].AskAsync(Lane.Bulk, comesBack: false, default)).ShouldBeOfType<Turn.Go>();

        await gates[0].PauseAsync(_time.GetUtcNow().AddSeconds(30), default);
        _time.Advance(TimeSpan.FromSeconds(1));

        (await gates[1].AskAsync(Lane.Bulk, comesBack: false, default)).ShouldBe(new Turn.Later(Start.AddSeconds(30), RateLimit.Paused));
    }

    [Fact]
    public async Task Without_a_rate_others_hear_of_a_pause_within_five_seconds_and_nothing_is_written()
    {
        var gates = Gates(2, 0);
        await gates[1].AskAsync(Lane.Bulk, comesBack: false, default);
        await gates[0].PauseAsync(Start.AddSeconds(30), default);
        var writes = _shared.Writes;

        _time.Advance(TimeSpan.FromSeconds(5.1));

        (await gates[1].AskAsync(Lane.Bulk, comesBack: false, default)).ShouldBe(new Turn.Later(Start.AddSeconds(30), RateLimit.Paused));
        _shared.Writes.ShouldBe(writes);
    }

    [Fact]
    public async Task An_instance_that_dies_takes_a_block_along_and_no_more()
    {
        var gates = Gates(2, 10);
        for (var n = 0; n < 8; n++)
            _ = gates[0].AskAsync(Lane.Transactional, comesBack: false, default);

        // The first has reserved for those who ask at once, and never sends.
        var turn = gates[1].AskAsync(Lane.Transactional, comesBack: false, default);
        await RunAsync(TimeSpan.FromSeconds(2), until: () => turn.IsCompleted);

        turn.IsCompleted.ShouldBeTrue();
        (_time.GetUtcNow() - Start).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Reserving_costs_a_handful_of_writes_a_second()
    {
        var gates = Gates(1, 100);
        Crowd(gates[0], Lane.Bulk, 24);

        await RunAsync(TimeSpan.FromSeconds(10));

        _sent.Count.ShouldBeGreaterThan(900);
        (_shared.Writes / 10.0).ShouldBeLessThanOrEqualTo(6);
    }

    [Fact]
    public async Task Who_would_wait_too_long_gets_a_place_in_a_line_and_those_after_stand_behind()
    {
        var gates = Gates(1, 0.1);
        var turns = Enumerable.Range(0, 5).Select(_ => gates[0].AskAsync(Lane.Bulk, comesBack: false, default)).ToList();
        await RunAsync(TimeSpan.FromSeconds(25));

        var places = turns.Where(t => t.IsCompletedSuccessfully).Select(t => t.GetAwaiter().GetResult()).OfType<Turn.Later>().ToList();

        places.Count.ShouldBeGreaterThan(1);
        places.ShouldAllBe(p => p.Limit == RateLimit.SenderRate);
        places.Select(p => p.Until).Distinct().Count().ShouldBe(places.Count, "each has a place of its own");
    }

    [Fact]
    public async Task A_call_for_many_takes_as_many_sendings_and_no_second_sees_more_than_five_blocks()
    {
        var gate = Gates(1, 100)[0];
        var calls = new List<DateTimeOffset>();
        _ = Task.Run(async () =>
        {
            while (await gate.AskManyAsync(Lane.Bulk, gate.MostAtOnce(Lane.Bulk), default) is Turn.Go)
                calls.Add(_time.GetUtcNow());
        });

        await RunAsync(TimeSpan.FromSeconds(5), until: () => calls.Count >= 12);

        gate.MostAtOnce(Lane.Bulk).ShouldBe(25);
        calls.Count.ShouldBeGreaterThanOrEqualTo(12);
        calls.Take(12).Max(c => calls.Take(12).Count(other => other >= c && other < c.AddSeconds(1))).ShouldBeLessThanOrEqualTo(5);
    }

    [Fact]
    public async Task A_call_for_many_that_the_daily_cap_does_not_let_through_comes_back_the_next_day()
    {
        var gate = Gates(1, perSecond: 0, dailyCap: 150)[0];

        (await gate.AskManyAsync(Lane.Bulk, 120, default)).ShouldBeOfType<Turn.Go>();
        var later = (await gate.AskManyAsync(Lane.Bulk, 120, default)).ShouldBeOfType<Turn.Later>();

        later.Limit.ShouldBe(RateLimit.DailyCap);
        later.Until.ShouldBe(new(2026, 11, 21, 20, 30, 0, TimeSpan.Zero)); // Midnight in Tehran.
    }

    private List<SenderGate> Gates(int instances, double perSecond, int dailyCap = 0)
    {
        var rules = new SenderRules(perSecond, dailyCap, DateTimeZoneProviders.Tzdb["Asia/Tehran"]);
        return [.. Enumerable.Range(0, instances).Select(_ => new SenderGate(rules, _shared, _time))];
    }

    /// <summary>So many who send one message after the other, as fast as they may.</summary>
    private void Crowd(SenderGate gate, Lane lane, int count)
    {
        for (var n = 0; n < count; n++)
            _ = Task.Run(async () =>
            {
                while (true)
                {
                    switch (await gate.AskAsync(lane, comesBack: true, default))
                    {
                        case Turn.Go:
                            lock (_sent)
                                _sent.Add((_time.GetUtcNow(), lane));
                            await Task.Delay(TimeSpan.FromMilliseconds(1), _time);
                            break;
                        case Turn.Later later:
                            await Task.Delay(later.Until - _time.GetUtcNow() + TimeSpan.FromMilliseconds(1), _time);
                            break;
                    }
                }
            });
    }

    /// <summary>Moves the clock in small steps and lets everybody act at each.</summary>
    private async Task RunAsync(TimeSpan length, Func<bool>? until = null)
    {
        for (var passed = TimeSpan.Zero; passed < length && until?.Invoke() != true; passed += TimeSpan.FromMilliseconds(5))
        {
            _time.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The most that any second saw.</summary>
    private int Busiest() => _sent.Max(s => _sent.Count(other => other.At >= s.At && other.At < s.At.AddSeconds(1)));

    /// <summary>The row that the instances share.</summary>
    private sealed class SharedSender : ISenderStore
    {
        private readonly Lock _lock = new();
        private SenderState? _state;
        private int _version;

        public int Writes { get; private set; }

        public Task<StoredSender> ReadAsync(CancellationToken cancellationToken)
        {
            lock (_lock)
                return Task.FromResult(_state is null ? StoredSender.New : new StoredSender(_state, Version));
        }

        public Task<StoredSender?> TryWriteAsync(StoredSender before, SenderState state, CancellationToken cancellationToken)
        {
            lock (_lock)
            {
                if (before.Version != (_state is null ? null : Version))
                    return Task.FromResult<StoredSender?>(null);
                (_state, _version, Writes) = (state, _version + 1, Writes + 1);
                return Task.FromResult<StoredSender?>(new(state, Version));
            }
        }

        private ETag? Version => new ETag(_version.ToString());
    }
}
