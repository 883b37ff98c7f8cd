using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;
using Peyk.Core.Cases;
using Peyk.Core.Reminders;

namespace Peyk.Core.Tests.Reminders;

public sealed class ReminderPlanTests
{
    private const string Berlin = "Europe/Berlin";
    private const string Tehran = "Asia/Tehran";
    private static readonly CalendarSystem Persian = CalendarSystem.PersianAstronomical;

    [Fact]
    public void Leads_go_in_the_order_of_time_whatever_the_order_in_which_they_were_given()
    {
        var plan = Plan(On(2026, 12, 10, 10), Tehran, Before("PT0S"), Before("P7D"), Before("PT2H"));

        Times(plan).ShouldBe(["2026-12-03T10:00 Tehran", "2026-12-10T08:00 Tehran", "2026-12-10T10:00 Tehran"]);
    }

    [Fact]
    public void A_message_is_of_use_until_the_next_one_goes_or_the_moment_is_over()
    {
        var occurrences = Plan(On(2026, 12, 10, 10), Tehran, Before("P7D"), Before("PT2H")).From(0, WorkingWeek.SaturdayToWednesday).ToList();

        occurrences[0].ExpiresAt.ShouldBe(occurrences[1].At);
        occurrences[1].ExpiresAt.ShouldBe(occurrences[1].Due.Moment);
    }

    [Fact]
    public void A_message_at_the_moment_itself_is_of_use_for_an_hour()
    {
        var only = Plan(On(2026, 12, 10, 10), Tehran, Before("PT0S")).From(0, WorkingWeek.SaturdayToWednesday).Single();

        (only.ExpiresAt - only.At).ShouldBe(Duration.FromHours(1));
    }

    [Fact]
    public void A_day_without_a_time_is_due_until_it_ends()
    {
        var only = Plan(new Due.On(new(2026, 12, 10), null), Tehran, Before("PT0S")).From(0, WorkingWeek.SaturdayToWednesday).Single();

        (Local(only.At, Tehran), Local(only.ExpiresAt, Tehran)).ShouldBe(("2026-12-10T09:00", "2026-12-11T00:00"));
    }

    [Theory]
    // The clock goes from 02:00 to 03:00: 02:30 does not exist, and the first moment that does is 03:00.
    [InlineData("2027-03-28T02:30", "2027-03-28T03:00", "2027-03-28T01:00:00Z")]
    // The clock goes from 03:00 back to 02:00: of the two 02:30 the earlier is meant.
    [InlineData("2026-10-25T02:30", "2026-10-25T02:30", "2026-10-25T00:30:00Z")]
    public void Local_times_that_are_skipped_or_come_twice_are_resolved(string local, string shown, string moment)
    {
        var due = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(local).Value;

        var only = Plan(new Due.On(due.Date, due.TimeOfDay), Berlin, Before("PT0S")).From(0, WorkingWeek.SaturdayToWednesday).Single();

        (Local(only.At, Berlin), InstantPattern.General.Format(only.At)).ShouldBe((shown, moment));
    }

    [Theory]
    [InlineData("P1D", "2027-03-27T08:00 Berlin")] // A day before by the clock, 23 hours before in truth.
    [InlineData("PT24H", "2027-03-27T07:00 Berlin")]
    [InlineData("P1DT2H", "2027-03-27T06:00 Berlin")]
    public void Days_are_the_clocks_and_hours_are_hours_over_a_change_of_the_clock(string lead, string expected) =>
        Times(Plan(On(2027, 3, 28, 8), Berlin, Before(lead)), Berlin).ShouldBe([expected]);

    [Fact]
    public void A_daily_reminder_keeps_its_hour_over_a_change_of_the_clock()
    {
        var plan = Plan(new Due.At(Instant.FromUtc(2026, 10, 24, 7, 0)), Berlin, Before("PT0S")) with { Repeat = new(Period.FromDays(1), 3, null) };

        Times(plan, Berlin).ShouldBe(["2026-10-24T09:00 Berlin", "2026-10-25T09:00 Berlin", "2026-10-26T09:00 Berlin"]);
    }

    [Fact]
    public void Tehran_has_no_summer_time_any_more()
    {
        var plan = Plan(On(2027, 3, 20, 9), Tehran, Before("PT0S")) with { Repeat = new(Period.FromDays(1), 4, null) };

        plan.From(0, WorkingWeek.SaturdayToWednesday).Select(o => InstantPattern.General.Format(o.At)).ShouldBe(
            ["2027-03-20T05:30:00Z", "2027-03-21T05:30:00Z", "2027-03-22T05:30:00Z", "2027-03-23T05:30:00Z"]);
    }

    [Fact]
    public void The_last_day_of_the_leap_year_1403_is_followed_by_Nowruz()
    {
        var due = new Due.On(new LocalDate(1403, 12, 30, Persian), new LocalTime(10, 0));
        var plan = Plan(due, Tehran, new Lead.DaysBefore(1, new(9, 0)), Before("PT0S")) with { Calendar = Persian, Repeat = new(Period.FromDays(1), 2, null) };

        Times(plan with { Leads = [plan.Leads[1]] }).ShouldBe(["2025-03-20T10:00 Tehran", "2025-03-21T10:00 Tehran"]);
        plan.Cycle(1, WorkingWeek.SaturdayToWednesday)![0].Due.Date.ShouldBe(new LocalDate(1404, 1, 1, Persian));
    }

    [Fact]
    public void A_yearly_reminder_of_the_thirtieth_of_Esfand_comes_on_the_last_day_of_years_that_lack_it()
    {
        var due = new Due.On(new LocalDate(1403, 12, 30, Persian), new LocalTime(10, 0));
        var plan = Plan(due, Tehran, Before("PT0S")) with { Calendar = Persian, Repeat = new(Period.FromYears(1), 6, null) };

        plan.From(0, WorkingWeek.SaturdayToWednesday).Select(o => (o.Due.Date.Year, o.Due.Date.Month, o.Due.Date.Day)).ShouldBe(
            [(1403, 12, 30), (1404, 12, 29), (1405, 12, 29), (1406, 12, 29), (1407, 12, 29), (1408, 12, 30)]);
    }

    [Fact]
    public void A_monthly_reminder_of_the_31st_returns_to_the_31st()
    {
        var plan = Plan(On(2027, 1, 31, 9), Tehran, Before("PT0S")) with { Repeat = new(Period.FromMonths(1), 4, null) };

        Times(plan).ShouldBe(["2027-01-31T09:00 Tehran", "2027-02-28T09:00 Tehran", "2027-03-31T09:00 Tehran", "2027-04-30T09:00 Tehran"]);
    }

    [Fact]
    public void Months_are_those_of_the_reminders_calendar()
    {
        var due = new Due.On(new LocalDate(1405, 6, 31, Persian), new LocalTime(9, 0));
        var plan = Plan(due, Tehran, Before("PT0S")) with { Calendar = Persian, Repeat = new(Period.FromMonths(1), 3, null) };

        plan.From(0, WorkingWeek.SaturdayToWednesday).Select(o => (o.Due.Date.Month, o.Due.Date.Day)).ShouldBe([(6, 31), (7, 30), (8, 30)]);
    }

    [Theory]
    // 2026-12-12 is a Saturday; Thursday and Friday are off.
    [InlineData(0, "2026-12-12T09:00 Tehran")]
    [InlineData(1, "2026-12-09T09:00 Tehran")]
    [InlineData(2, "2026-12-08T09:00 Tehran")]
    public void Working_days_leave_out_days_off(int days, string expected) =>
        Times(Plan(On(2026, 12, 12, 10), Tehran, new Lead.WorkingDaysBefore(days, new(9, 0)))).ShouldBe([expected]);

    [Fact]
    public void Working_days_leave_out_holidays()
    {
        var week = new WorkingWeek(new HashSet<IsoDayOfWeek>(Enum.GetValues<IsoDayOfWeek>()), new Holidays([], [], [new LocalDate(2026, 12, 9)]));

        var only = Plan(On(2026, 12, 10, 10), Tehran, new Lead.WorkingDaysBefore(1, new(9, 0))).From(0, week).Single();

        Local(only.At, Tehran).ShouldBe("2026-12-08T09:00");
    }

    [Fact]
    public void A_repetition_ends_with_the_last_due_time_before_its_end()
    {
        var end = new LocalDateTime(2026, 12, 12, 10, 0).ToInstant(DateTimeZoneProviders.Tzdb[Tehran]);
        var plan = Plan(On(2026, 12, 10, 10), Tehran, Before("PT0S")) with { Repeat = new(Period.FromDays(1), 100, end) };

        Times(plan).Count.ShouldBe(3);
    }

    [Fact]
    public void Two_leads_that_fall_together_later_are_one_message()
    {
        // Two working days before a Saturday is a Tuesday; before the Wednesday after it is the Monday, which is also two days before.
        var plan = Plan(On(2026, 12, 12, 10), Tehran, new Lead.DaysBefore(2, new(9, 0)), new Lead.WorkingDaysBefore(2, new(9, 0))) with
        {
            Repeat = new(Period.FromDays(4), 2, null),
        };

        plan.From(0, WorkingWeek.SaturdayToWednesday).Select(o => (o.Number, Local(o.At, Tehran))).ShouldBe(
            [(0, "2026-12-08T09:00"), (1, "2026-12-10T09:00"), (2, "2026-12-14T09:00")]);
    }

    [Fact]
    public void A_plan_goes_on_from_any_occurrence()
    {
        var plan = Plan(On(2026, 12, 10, 10), Tehran, Before("P1D"), Before("PT2H")) with { Repeat = new(Period.FromWeeks(1), 50, null) };
        var all = plan.From(0, WorkingWeek.SaturdayToWednesday).ToList();

        plan.From(37, WorkingWeek.SaturdayToWednesday).ShouldBe(all.Where(o => o.Number >= 37));
        all.Select(o => o.Number).ShouldBe(Enumerable.Range(0, 100));
    }

    private static ReminderPlan Plan(Due due, string zone, params ImmutableArray<Lead> leads) =>
        new(due, CalendarSystem.Iso, DateTimeZoneProviders.Tzdb[zone], leads, null, null);

    private static Due.On On(int year, int month, int day, int hour) => new(new(year, month, day), new LocalTime(hour, 0));

    private static Lead.Elapsed Before(string period) => new(PeriodPattern.NormalizingIso.Parse(period).Value);

    private static List<string> Times(ReminderPlan plan, string zone = Tehran) =>
        [.. plan.From(0, WorkingWeek.SaturdayToWednesday).Select(o => $"{Local(o.At, zone)} {zone.Split('/')[1]}")];

    private static string Local(Instant at, string zone) =>
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Format(at.InZone(DateTimeZoneProviders.Tzdb[zone]).LocalDateTime);
}
