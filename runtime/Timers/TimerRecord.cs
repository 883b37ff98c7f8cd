using System.Globalization;
using Azure;

namespace Peyk.Runtime.Timers;

/// <summary>What is stored about a timer, shared by all instances.</summary>
/// <param name="Last">The tick that ran last; null before the first.</param>
/// <param name="Next">The tick that is to run; whoever runs it moves this on.</param>
/// <param name="Updated">When it was written.</param>
/// <param name="Schedule">The schedule by which <paramref name="Next"/> was found.</param>
internal sealed record TimerRecord(DateTimeOffset? Last, DateTimeOffset Next, DateTimeOffset Updated, string Schedule)
{
    private const string Never = "never";

    /// <summary>The stored version that this was read from.</summary>
    public ETag ETag { get; init; }

    /// <summary>Whether some instance is running the timer now, as far as is known.</summary>
    public bool IsLocked { get; init; }

    public Dictionary<string, string> ToMetadata() => new()
    {
        ["last"] = Last is { } last ? Write(last) : Never,
        ["next"] = Write(Next),
        ["updated"] = Write(Updated),
        ["schedule"] = Uri.EscapeDataString(Schedule),
    };

    /// <returns>Null when the metadata are not those of a timer.</returns>
    public static TimerRecord? FromMetadata(IDictionary<string, string> metadata) =>
        metadata.TryGetValue("last", out var last)
        && metadata.TryGetValue("next", out var next)
        && metadata.TryGetValue("updated", out var updated)
        && metadata.TryGetValue("schedule", out var schedule)
            ? new TimerRecord(last == Never ? null : Read(last), Read(next), Read(updated), Uri.UnescapeDataString(schedule))
            : null;

    private static string Write(DateTimeOffset moment) => moment.UtcDateTime.ToString("O");

    private static DateTimeOffset Read(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
