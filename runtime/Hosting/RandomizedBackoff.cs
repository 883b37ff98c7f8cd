namespace Peyk.Runtime.Hosting;

/// <summary>Pauses that double from the first to the longest, each 20 % more or less so that instances spread.</summary>
internal sealed class RandomizedBackoff(TimeSpan first, TimeSpan longest)
{
    private int doublings;

    public TimeSpan Next()
    {
        var pause = first * Math.Pow(2, doublings);
        if (pause < longest)
            doublings++;
        var spread = pause * (0.8 + (0.4 * Random.Shared.NextDouble()));
        return spread < longest ? spread : longest;
    }

    public void Reset() => doublings = 0;
}
