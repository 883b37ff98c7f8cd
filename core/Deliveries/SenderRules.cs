using NodaTime;

namespace Peyk.Core.Deliveries;

/// <summary>What all instances together have given out of a sender's rate.</summary>
/// <param name="Next">The first moment that nobody has reserved.</param>
/// <param name="Day">The day that <paramref name="Reserved"/> counts, in the organisation's zone.</param>
/// <param name="Reserved">Sendings reserved on that day.</param>
/// <param name="Line">Transactional messages that were put off.</param>
/// <param name="BulkLine">Bulk messages that were put off: a line of their own, before which nobody else stands.</param>
/// <param name="PausedUntil">The provider said that it gets too much: nothing is sent before.</param>
public sealed record SenderState(
    DateTimeOffset Next, LocalDate Day, int Reserved, SenderLine Line, SenderLine BulkLine, DateTimeOffset PausedUntil)
{
    public static SenderState New { get; } =
        new(DateTimeOffset.UnixEpoch, LocalDate.MinIsoValue, 0, SenderLine.Empty, SenderLine.Empty, DateTimeOffset.UnixEpoch);

    public SenderLine LineOf(Lane lane) => lane switch
    {
        Lane.Transactional => Line,
        Lane.Bulk => BulkLine,
    };

    public SenderState With(Lane lane, SenderLine line) => lane switch
    {
        Lane.Transactional => this with { Line = line },
        Lane.Bulk => this with { BulkLine = line },
    };
}

/// <summary>Messages that wait in their open rows, each until a moment of its own.</summary>
/// <param name="End">When whoever comes next may try again.</param>
/// <param name="Given">Places given on the day of <paramref name="End"/>.</param>
public sealed record SenderLine(DateTimeOffset End, int Given)
{
    public static SenderLine Empty { get; } = new(DateTimeOffset.UnixEpoch, 0);
}

/// <summary>What a sender answers to the wish for some sendings.</summary>
public abstract record Reservation
{
    private Reservation()
    {
    }

    /// <summary>So many sendings, the first at a moment and each next one a step later.</summary>
    public sealed record Granted(DateTimeOffset First, int Count, TimeSpan Step) : Reservation;

    /// <summary>Ask again then; before it the answer will be the same.</summary>
    public sealed record NotBefore(DateTimeOffset Until, RateLimit Limit) : Reservation;
}

/// <summary>Why a message cannot be sent at once.</summary>
public enum RateLimit
{
    /// <summary>The provider asked for a pause.</summary>
    Paused,

    /// <summary>Messages a second.</summary>
    SenderRate,

    /// <summary>Messages a day.</summary>
    DailyCap,
}

/// <summary>
/// A sender's rate and daily cap as arithmetic on the state that the instances share. The rate is kept as a virtual schedule (GCRA
/// without a burst): each sending has a moment of its own, <c>1/rate</c> after the one before.
/// </summary>
/// <param name="perSecond">Messages a second; 0 for as many as the provider takes.</param>
/// <param name="dailyCap">Messages a day; 0 for no cap.</param>
/// <param name="zone">Whose days they are.</param>
public sealed class SenderRules(double perSecond, int dailyCap, DateTimeZone zone)
{
    /// <summary>So long before the next free moment bulk messages may reserve it, so that none is lost between two blocks.</summary>
    public static readonly TimeSpan BulkAhead = TimeSpan.FromMilliseconds(100);

    /// <summary>Transactional messages reserve further ahead than bulk does, which is how they come first.</summary>
    public static readonly TimeSpan TransactionalAhead = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan BulkBlock = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan TransactionalBlock = TimeSpan.FromSeconds(1);

    /// <summary>In a line without a rate, so many places to a second: what waits for tomorrow must not come all at midnight.</summary>
    private const double PlacesPerSecond = 20;

    /// <summary>Sendings have moments of their own, and not only a number a day.</summary>
    public bool HasRate => perSecond > 0;

    public bool IsLimited => perSecond > 0 || dailyCap > 0;

    /// <summary>Most sendings of one reservation of a lane where there is a rate; <see cref="int.MaxValue"/> where there is none.</summary>
    public int MostAtOnce(Lane lane) => HasRate ? BlockOf(lane) : int.MaxValue;

    private TimeSpan Step => perSecond > 0 ? TimeSpan.FromSeconds(1 / perSecond) : TimeSpan.Zero;

    /// <summary>Reserves up to <paramref name="wanted"/> sendings.</summary>
    public (SenderState State, Reservation Answer) Reserve(SenderState state, Lane lane, int wanted, DateTimeOffset now)
    {
        if (state.PausedUntil > now)
            return (state, new Reservation.NotBefore(state.PausedUntil, RateLimit.Paused));
        var first = state.Next > now ? state.Next : now;
        if (perSecond > 0 && first - now > AheadOf(lane))
            return (state, new Reservation.NotBefore(first - AheadOf(lane), RateLimit.SenderRate));
        // The sending counts on the day of its moment. Clocks differ: a day never goes back.
        var day = LocalDate.Max(DayOf(first), state.Day);
        var reserved = day == state.Day ? state.Reserved : 0;
        if (dailyCap > 0 && reserved >= dailyCap)
            return (state, new Reservation.NotBefore(StartOf(day.PlusDays(1)), RateLimit.DailyCap));
        var count = Math.Clamp(wanted, 1, BlockOf(lane));
        if (dailyCap > 0)
            count = Math.Min(count, dailyCap - reserved);
        var next = perSecond > 0 ? first + (Step * count) : state.Next;
        return (state with { Next = next, Day = day, Reserved = reserved + count }, new Reservation.Granted(first, count, Step));
    }

    /// <summary>A place in the line for a message that cannot be sent before <paramref name="notBefore"/>.</summary>
    public (SenderState State, DateTimeOffset Place) PutInLine(SenderState state, Lane lane, DateTimeOffset notBefore)
    {
        var line = state.LineOf(lane);
        var place = line.End > notBefore ? line.End : notBefore;
        var given = DayOf(place) == DayOf(line.End) ? line.Given : 0;
        if (dailyCap > 0 && given >= dailyCap)
            (place, given) = (StartOf(DayOf(place).PlusDays(1)), 0);
        var end = place + (perSecond > 0 ? Step : TimeSpan.FromSeconds(1 / PlacesPerSecond));
        return (state.With(lane, new(end, DayOf(end) == DayOf(place) ? given + 1 : 0)), place);
    }

    private static TimeSpan AheadOf(Lane lane) => lane switch
    {
        Lane.Transactional => TransactionalAhead,
        Lane.Bulk => BulkAhead,
    };

    /// <summary>Most sendings of one reservation: what a crash loses at most.</summary>
    private int BlockOf(Lane lane)
    {
        const int unlimited = 100;
        var length = lane switch
        {
            Lane.Transactional => TransactionalBlock,
            Lane.Bulk => BulkBlock,
        };
        return perSecond > 0 ? Math.Max(1, (int)(perSecond * length.TotalSeconds)) : unlimited;
    }

    private LocalDate DayOf(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(zone).Date;

    private DateTimeOffset StartOf(LocalDate day) => zone.AtStartOfDay(day).ToDateTimeOffset();
}
