using NodaTime;
using NodaTime.TimeZones;

namespace Peyk.Core.Reminders;

/// <summary>Local times as moments.</summary>
public static class LocalTimes
{
    private static readonly ZoneLocalMappingResolver Resolver =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>
    /// The moment at which clocks in a zone show a time. A time that they skip is the first moment after the gap; of one that they show
    /// twice it is the earlier.
    /// </summary>
    public static Instant ToInstant(this LocalDateTime local, DateTimeZone zone) =>
        zone.ResolveLocal(local.WithCalendar(CalendarSystem.Iso), Resolver).ToInstant();
}
