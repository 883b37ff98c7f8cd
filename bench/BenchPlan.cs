namespace Peyk.Bench;

/// <summary>How long and how hard.</summary>
public sealed record BenchPlan
{
    /// <summary>Notifications before anything is measured, so that code is compiled and connections are open.</summary>
    public required int WarmUp { get; init; }

    /// <summary>Rounds of app, minimal loop and naive function, one after the other, so that what else the machine does hits all three.</summary>
    public required int Rounds { get; init; }

    public required TimeSpan Slice { get; init; }

    public required TimeSpan OpenLoop { get; init; }

    /// <summary>Notifications of which every storage operation is counted, on each channel.</summary>
    public required int Counted { get; init; }

    /// <summary>Posted and not yet delivered, in the closed loop. Azurite slows down with every message that it holds.</summary>
    public int Outstanding { get; init; } = 64;

    /// <summary>The open loop's rate as a share of the warm-up's: what Azurite bears without being saturated.</summary>
    public double OpenLoopShare { get; init; } = 0.4;

    public static BenchPlan Full { get; } = new()
    {
        WarmUp = 300, Rounds = 4, Slice = TimeSpan.FromSeconds(8), OpenLoop = TimeSpan.FromSeconds(30), Counted = 200,
    };

    public static BenchPlan Short { get; } = new()
    {
        WarmUp = 50, Rounds = 1, Slice = TimeSpan.FromSeconds(4), OpenLoop = TimeSpan.FromSeconds(5), Counted = 30,
    };
}
