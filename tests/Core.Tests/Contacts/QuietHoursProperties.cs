using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Peyk.Core.Contacts;

namespace Peyk.Core.Tests.Contacts;

/// <summary>What holds for any hours, at any moment, in any zone, also where clocks are set forward and back.</summary>
public sealed class QuietHoursProperties
{
    // Two that change in spring and autumn (one by half an hour, one in the south), one that did, one that never does.
    private static readonly string[] Zones = ["Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Asia/Tehran", "Asia/Dubai"];

    private static readonly Instant First = Instant.FromUtc(2021, 1, 1, 0, 0);

    private static Arbitrary<Case> Cases { get; } =
        (from zone in Gen.Elements(Zones)
         from minutes in Gen.Choose(0, 6 * 366 * 24 * 60)
         from start in Gen.Choose(0, (24 * 60) - 1)
         from length in Gen.Choose(1, (24 * 60) - 1)
         select new Case(DateTimeZoneProviders.Tzdb[zone], First + Duration.FromMinutes(minutes), start, (start + length) % (24 * 60)))
        .ToArbitrary();

    /// <summary>Moments within a day of a change of the clock, where faults would be.</summary>
    private static Arbitrary<Case> NearChanges { get; } =
        (from zone in Gen.Elements(Zones)
         let changes = DateTimeZoneProviders.Tzdb[zone].GetZoneIntervals(First, First + Duration.FromDays(6 * 366)).Skip(1).ToArray()
         where changes.Length > 0
         from change in Gen.Elements(changes)
         from minutes in Gen.Choose(-24 * 60, 24 * 60)
         from start in Gen.Choose(0, (24 * 60) - 1)
         from length in Gen.Choose(1, (24 * 60) - 1)
         select new Case(DateTimeZoneProviders.Tzdb[zone], change.Start + Duration.FromMinutes(minutes), start, (start + length) % (24 * 60)))
        .ToArbitrary();

    [Fact]
    public void The_end_is_ahead_and_at_most_25_hours_away() => Check(x => x.End is not { } end
        || (end > x.Now && end - x.Now <= Duration.FromHours(25)));

    [Fact]
    public void It_is_not_quiet_at_the_end_unless_the_clock_repeats() => Check(x => x.End is not { } end
        || x.Hours.EndAfter(end, x.Zone) is null || IsRepeated(end, x.Zone));

    [Fact]
    public void It_is_quiet_until_the_end() => Check(x => x.End is not { } end
        || x.Hours.EndAfter(end - Duration.FromSeconds(1), x.Zone) is not null
        // Where the clock jumps over the end, the last second may be one before the quiet hours began.
        || IsRepeated(end - Duration.FromSeconds(1), x.Zone));

    [Fact]
    public void It_is_quiet_exactly_when_the_clock_says_so() => Check(x =>
    {
        var minute = (int)(x.Now.InZone(x.Zone).TimeOfDay.TickOfDay / NodaConstants.TicksPerMinute);
        var quiet = x.From < x.To ? minute >= x.From && minute < x.To : minute >= x.From || minute < x.To;
        return (x.End is not null) == quiet;
    });

    private static void Check(Func<Case, bool> property)
    {
        Prop.ForAll(Cases, property).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
        Prop.ForAll(NearChanges, property).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    /// <summary>Whether the local time of a moment comes twice, or came before by the same clock.</summary>
    private static bool IsRepeated(Instant moment, DateTimeZone zone) => zone.MapLocal(moment.InZone(zone).LocalDateTime).Count == 2;

    private sealed record Case(DateTimeZone Zone, Instant Now, int From, int To)
    {
        public QuietHours Hours { get; } = QuietHours.Parse($"{Text(From)}-{Text(To)}");

        public Instant? End => Hours.EndAfter(Now, Zone);

        private static string Text(int minutes) => $"{minutes / 60:00}:{minutes % 60:00}";
    }
}
