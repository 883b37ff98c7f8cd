using NodaTime;
using Peyk.Core.Cases;
using Peyk.Core.Definitions;

namespace Peyk.Core.Tests.Cases;

public sealed class HolidayTests
{
    private static readonly Holidays Iran = Shipped.Holidays.Find("iran")!;

    [Theory]
    [InlineData(1403, 12, 29, true)]
    [InlineData(1403, 12, 30, true)] // The last day of a leap year.
    [InlineData(1404, 1, 1, true)]
    [InlineData(1404, 1, 5, false)]
    [InlineData(1404, 1, 13, true)]
    [InlineData(1404, 12, 28, false)]
    [InlineData(1405, 3, 14, true)]
    [InlineData(1405, 11, 22, true)]
    public void Iranian_holidays_come_every_year_by_the_Persian_calendar(int year, int month, int day, bool expected) =>
        Iran.Contains(new LocalDate(year, month, day, CalendarSystem.PersianAstronomical)).ShouldBe(expected);

    [Theory]
    [InlineData(2025, 3, 20, true)] // 1403/12/30
    [InlineData(2026, 3, 20, true)] // 1404/12/29: the year before a year that is no leap year ends a day earlier.
    [InlineData(2026, 3, 21, true)] // 1405/01/01
    [InlineData(2026, 3, 25, false)]
    public void A_day_is_a_holiday_in_whatever_calendar_it_is_asked_for(int year, int month, int day, bool expected) =>
        Iran.Contains(new LocalDate(year, month, day)).ShouldBe(expected);

    [Fact]
    public void A_promise_over_Nowruz_counts_no_holiday()
    {
        var week = new WorkingWeek(new HashSet<IsoDayOfWeek>
        {
            IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday, IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday,
        }, Iran);

        // From Wednesday 1404/12/27; then a weekend that runs into four days of Nowruz, to Wednesday 1405/01/05.
        week.Add(new LocalDate(2026, 3, 18), new ExpectedDuration(1, Working: true)).ShouldBe(new LocalDate(2026, 3, 25));
    }

    [Fact]
    public void Single_days_and_both_calendars_are_read()
    {
        var set = Load("""
            key: test
            days:
              - { date: "12-25", name: Christmas }
              - { date: "02-29", name: Leap day }
              - { date: "1405-07-20", calendar: persian, name: Once }
              - { date: "2026-05-04", name: Once too }
            """).Find("test")!;

        LocalDate[] off = [new(2026, 12, 25), new(2028, 2, 29), new(1405, 7, 20, CalendarSystem.PersianAstronomical), new(2026, 5, 4)];
        LocalDate[] on = [new(1406, 7, 20, CalendarSystem.PersianAstronomical), new(2027, 5, 4), new(2026, 12, 24), new(1, 1, 1)];
        off.ShouldAllBe(day => set.Contains(day));
        on.ShouldAllBe(day => !set.Contains(day));
    }

    [Fact]
    public void Everything_wrong_is_named_by_file_and_field_at_once()
    {
        const string text = """
            key: other
            days:
              - { date: "13-01", name: No month }
              - { date: "1404-12-30", calendar: persian, name: No leap year }
              - { date: "02-30", name: No day }
              - { date: "01-01" }
              - { date: "01-01", calendar: lunar, name: No calendar }
            """;

        var exception = Should.Throw<InvalidDefinitionException>(() => Load(text));

        exception.Problems.Select(problem => problem.Field).ShouldBe(
            ["key", "days[0].date", "days[1].date", "days[2].date", "days[3].name", "days[4].calendar"], ignoreOrder: true);
    }

    private static HolidayCatalog Load(string text) => HolidayCatalog.Load([new DefinitionFile("test.yaml", text)]);
}
