using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.Text;

namespace Peyk.Core.Contacts;

/// <summary>Hours of the day in which a person is not to be disturbed, by their own clock; they may go across midnight.</summary>
public sealed record QuietHours
{
    private static readonly LocalTimePattern Pattern = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    private QuietHours(LocalTime from, LocalTime to) => (From, To) = (from, to);

    /// <summary>No hour is quiet.</summary>
    public static QuietHours None { get; } = new(LocalTime.Midnight, LocalTime.Midnight);

    /// <summary>The first quiet moment of a day.</summary>
    public LocalTime From { get; }

    /// <summary>The first moment that is not quiet any more. Equal to <see cref="From"/> when no hour is quiet.</summary>
    public LocalTime To { get; }

    /// <summary>Reads <c>21:00-08:00</c>, hours from 00:00 to 23:59; <c>none</c> for no quiet hours.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out QuietHours? hours, [NotNullWhen(false)] out string? reason)
    {
        (hours, reason) = (null, null);
        if (text == "none")
        {
            hours = None;
            return true;
        }

        if (text?.Split('-') is [var first, var second] && Pattern.Parse(first) is { Success: true } from && Pattern.Parse(second) is { Success: true } to)
        {
            if (from.Value != to.Value)
            {
                hours = new(from.Value, to.Value);
                return true;
            }

            reason = "Quiet hours must begin and end at different times.";
            return false;
        }

        reason = "Quiet hours are written like 21:00-08:00, or none.";
        return false;
    }

    /// <exception cref="FormatException">The text is none.</exception>
    public static QuietHours Parse(string text) => TryParse(text, out var hours, out var reason) ? hours : throw new FormatException(reason);

    /// <summary>When the quiet hours that hold at a moment are over; null when it is not quiet then.</summary>
    /// <remarks>
    /// Where the clock is set forward over the end, they end with the jump; where it is set back over the end, they end when the
    /// clock shows it for the last time that is still ahead.
    /// </remarks>
    public Instant? EndAfter(Instant now, DateTimeZone zone)
    {
        var local = now.InZone(zone);
        var time = local.TimeOfDay;
        if (!Contains(time))
            return null;
        var day = time < To ? local.Date : local.Date.PlusDays(1);
        var end = zone.MapLocal(day + To);
        return end.Count switch
        {
            0 => end.EarlyInterval.End,
            1 => end.Single().ToInstant(),
            _ => end.First().ToInstant() > now ? end.First().ToInstant() : end.Last().ToInstant(),
        };
    }

    public override string ToString() => From == To ? "none" : $"{Pattern.Format(From)}-{Pattern.Format(To)}";

    private bool Contains(LocalTime time) => From <= To ? time >= From && time < To : time >= From || time < To;
}
