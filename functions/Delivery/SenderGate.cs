using Peyk.Core.Deliveries;

namespace Peyk.Functions.Delivery;

/// <summary>
/// One instance's share of a sender's rate. It reserves as many sendings at once as are asked for at that moment, within the block that
/// the rules allow, by one conditional write on the row that all instances share; nothing is reserved for nobody.
/// </summary>
public sealed class SenderGate(SenderRules rules, ISenderStore store, TimeProvider time)
{
    /// <summary>A sending whose moment is longer past is lost, or those that were missed would come all at once.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLead = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(10);

    /// <summary>How old another instance's word of a pause may be that is not asked for with each reservation.</summary>
    private static readonly TimeSpan PauseKnown = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _lock = new(1);
    private readonly Queue<DateTimeOffset>[] _moments = [new(), new()];
    private readonly int[] _waiting = new int[2];
    private StoredSender _known = StoredSender.New;
    private TimeSpan _lead;
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    public int MostAtOnce(Lane lane) => rules.MostAtOnce(lane);

    public async Task<Turn> AskAsync(Lane lane, bool comesBack, CancellationToken cancellationToken)
    {
        if (!rules.IsLimited)
            return await AskForPauseAsync(cancellationToken);
        var asked = time.GetUtcNow();
        // Who comes new goes behind a line that is longer than a wait; who comes back from it goes on.
        if (!comesBack && _known.State.LineOf(lane).End > asked + SenderRules.TransactionalAhead)
            return new Turn.Later(await PutInLineAsync(lane, asked, cancellationToken), RateLimit.SenderRate);
        Interlocked.Increment(ref _waiting[(int)lane]);
        try
        {
            return await WaitAsync(lane, asked, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting[(int)lane]);
        }
    }

    /// <summary>
    /// Reserves as many sendings as one call of the provider has recipients, and waits for the moment of the first. Nobody is put in line:
    /// what is refused asks again later.
    /// </summary>
    /// <param name="count">At most <see cref="SenderRules.MostAtOnce"/>, or it takes several blocks, which other instances may come between.</param>
    public async Task<Turn> AskManyAsync(Lane lane, int count, CancellationToken cancellationToken)
    {
        if (!rules.IsLimited)
            return await AskForPauseAsync(cancellationToken);
        var asked = time.GetUtcNow();
        for (var left = count; left > 0;)
        {
            var wanted = left;
            var answer = await ChangeAsync(
                state =>
                {
                    var (after, answer) = rules.Reserve(state, lane, wanted, time.GetUtcNow() + _lead);
                    return (answer is Reservation.Granted ? after : null, answer);
                },
                cancellationToken);
            if (answer is Reservation.NotBefore refusal && (refusal.Limit != RateLimit.SenderRate || refusal.Until > asked + Patience))
                return new Turn.Later(refusal.Until, refusal.Limit);
            if (answer is Reservation.Granted granted)
                left -= granted.Count;
            var moment = answer is Reservation.Granted some ? some.First : ((Reservation.NotBefore)answer).Until;
            if (moment - time.GetUtcNow() is { Ticks: > 0 } pause)
                await Task.Delay(pause > ShortestPause ? pause : ShortestPause, time, cancellationToken);
        }

        return new Turn.Go(time.GetUtcNow() - asked > LongWait);
    }

    /// <summary>Has every instance pause until then, unless a longer pause is known.</summary>
    public async Task PauseAsync(DateTimeOffset until, CancellationToken cancellationToken) =>
        await ChangeAsync(
            state => state.PausedUntil >= until ? (null, until) : (state with { PausedUntil = until }, until), cancellationToken);

    private async Task<Turn> WaitAsync(Lane lane, DateTimeOffset asked, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (moment, refusal) = await TakeAsync(lane, cancellationToken);
            var now = time.GetUtcNow();
            if (refusal is { Limit: RateLimit.Paused })
                return new Turn.Later(refusal.Until, RateLimit.Paused);
            if (refusal is not null && (refusal.Limit == RateLimit.DailyCap || refusal.Until > asked + Patience))
                return new Turn.Later(await PutInLineAsync(lane, refusal.Until, cancellationToken), refusal.Limit);
            var pause = (moment ?? refusal!.Until) - now;
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause > ShortestPause ? pause : ShortestPause, time, cancellationToken);
            now = time.GetUtcNow();
            if (moment is { } its && (now <= its + Slack || !rules.HasRate))
                return new Turn.Go(now - asked > LongWait);
        }
    }

    /// <summary>A sending of the lane: one that is reserved already, or the first of a new block.</summary>
    private async Task<(DateTimeOffset? Moment, Reservation.NotBefore? Refusal)> TakeAsync(Lane lane, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken);
        try
        {
            if (Reserved(lane) is { } moment)
                return (moment, null);
            var answer = await ReserveAsync(lane, cancellationToken);
            if (answer is Reservation.NotBefore refusal)
                return (null, refusal);
            var granted = (Reservation.Granted)answer;
            for (var n = 1; n < granted.Count; n++)
                _moments[(int)lane].Enqueue(granted.First + (granted.Step * n));
            return (granted.First, null);
        }
        finally
        {
            _lock.Release();
        }
    }

    // Transactional messages take what was reserved for bulk, and not the other way round.
    private DateTimeOffset? Reserved(Lane lane)
    {
        var oldest = time.GetUtcNow() - Slack;
        foreach (var moments in lane == Lane.Transactional ? _moments.Reverse() : [_moments[(int)Lane.Bulk]])
        {
            while (moments.TryDequeue(out var moment))
            {
                if (moment >= oldest || !rules.HasRate)
                    return moment;
            }
        }

        return null;
    }

    private async Task<Reservation> ReserveAsync(Lane lane, CancellationToken cancellationToken) =>
        await ChangeLockedAsync(
            state =>
            {
                // From when the write will be done: where storage is slow, what is reserved for now is over when it is known.
                var (after, answer) = rules.Reserve(state, lane, Volatile.Read(ref _waiting[(int)lane]), time.GetUtcNow() + _lead);
                // What is known may be old, but no older state grants what a newer one refuses.
                return (answer is Reservation.Granted ? after : null, answer);
            },
            cancellationToken);

    private Task<DateTimeOffset> PutInLineAsync(Lane lane, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        ChangeAsync<DateTimeOffset>(state => rules.PutInLine(state, lane, notBefore), cancellationToken);

    private async Task<Turn> AskForPauseAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - _readAt > PauseKnown)
        {
            _readAt = now;
            _known = await store.ReadAsync(cancellationToken);
        }

        return _known.State.PausedUntil is var until && until > now ? new Turn.Later(until, RateLimit.Paused) : new Turn.Go(HasWaited: false);
    }

    private async Task<T> ChangeAsync<T>(Func<SenderState, (SenderState? After, T Result)> change, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken);
        try
        {
            return await ChangeLockedAsync(change, cancellationToken);
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <summary>Writes a change of what is known; when another instance was first, of what it wrote.</summary>
    private async Task<T> ChangeLockedAsync<T>(Func<SenderState, (SenderState? After, T Result)> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (after, result) = change(_known.State);
            if (after is null)
                return result;
            var started = time.GetTimestamp();
            if (await store.TryWriteAsync(_known, after, cancellationToken) is { } written)
            {
                var took = time.GetElapsedTime(started);
                _lead = took < LongestLead ? took : LongestLead;
                _known = written;
                return result;
            }

            _known = await store.ReadAsync(cancellationToken);
        }
    }
}
