namespace Peyk.Bench;

/// <summary>How long and how hard the bench of batches is.</summary>
public sealed record BatchPlan
{
    public required int WarmUp { get; init; }

    /// <summary>Batches posted before the measured time, so that this many rows wait in it throughout: 10,000 and some to work off.</summary>
    public required IReadOnlyList<int> Batches { get; init; }

    /// <summary>Status updates a second, posted at a steady rate, with and without a batch.</summary>
    public required double PerSecond { get; init; }

    /// <summary>Slices with the batch paused and with it running, one after the other.</summary>
    public required int Rounds { get; init; }

    public required TimeSpan Slice { get; init; }

    /// <summary>Rows of the batch of which every storage operation is counted.</summary>
    public required int Counted { get; init; }

    public static BatchPlan Full { get; } = new()
    {
        WarmUp = 200, Batches = [10_000, 5_000], PerSecond = 5, Rounds = 6, Slice = TimeSpan.FromSeconds(10), Counted = 500,
    };

    public static BatchPlan Short { get; } = new()
    {
        WarmUp = 40, Batches = [1_000], PerSecond = 5, Rounds = 1, Slice = TimeSpan.FromSeconds(6), Counted = 100,
    };
}
