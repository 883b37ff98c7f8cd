using NodaTime;
using Peyk.Core.Calendars;

namespace Peyk.Core.Tests.Calendars;

public sealed class DateInputTests
{
    [Theory]
    [InlineData("21:30", 21, 30)]
    [InlineData("۲۱:۳۰", 21, 30)]
    [InlineData("٠٧:٠٥", 7, 5)]
    [InlineData(" 7:05 ", 7, 5)]
    [InlineData("7.05", 7, 5)]
    [InlineData("22", 22, 0)]
    [InlineData("\u200F۲۲:۰۰", 22, 0)]
    public void A_time_is_read_with_any_digits(string text, int hour, int minute) =>
        DateInput.ReadTime(text).ShouldBe(new LocalTime(hour, minute));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("24:00")]
    [InlineData("7:5")]
    [InlineData("late")]
    [InlineData("21:30:15")]
    [InlineData("-7:00")]
    public void Anything_else_is_no_time(string? text) => DateInput.ReadTime(text).ShouldBeNull();

    [Theory]
    [InlineData("fa", "۱۴۰۵/۰۹/۰۱", "2026-11-22")]
    [InlineData("fa", "1405-9-1", "2026-11-22")]
    [InlineData("fa", "۱۴۰۳/۱۲/۳۰", "2025-03-20")]
    [InlineData("en", "22/11/2026", "2026-11-22")]
    [InlineData("en", "۲۲.۱۱.۲۰۲۶", "2026-11-22")]
    public void A_date_is_read_in_the_order_and_calendar_of_the_language(string language, string text, string expected) =>
        DateInput.ReadDate(text, Shipped.Language(language))!.Value.WithCalendar(CalendarSystem.Iso).ToString("uuuu-MM-dd", null).ShouldBe(expected);

    [Theory]
    [InlineData("fa", "۱۴۰۴/۱۲/۳۰")] // 1404 is no leap year.
    [InlineData("fa", "۰۱/۰۹/۱۴۰۵")]
    [InlineData("fa", "۱۴۰۵/۱۳/۰۱")]
    [InlineData("en", "2026/11/22")]
    [InlineData("en", "31/02/2026")]
    [InlineData("en", "22/11/26")]
    [InlineData("en", "22 November 2026")]
    [InlineData("en", "22/11/2026x")]
    [InlineData("en", "")]
    public void Anything_else_is_no_date(string language, string text) =>
        DateInput.ReadDate(text, Shipped.Language(language)).ShouldBeNull();

    [Theory]
    [InlineData("fa")]
    [InlineData("en")]
    public void What_a_page_shows_as_an_example_can_be_typed(string tag)
    {
        var (language, date) = (Shipped.Language(tag), new LocalDate(2025, 3, 20));

        DateInput.ReadDate(language.Format(date, DateStyle.Short), language)!.Value.WithCalendar(CalendarSystem.Iso).ShouldBe(date);
        DateInput.ReadTime(language.Format(new LocalTime(9, 5))).ShouldBe(new LocalTime(9, 5));
    }
}
