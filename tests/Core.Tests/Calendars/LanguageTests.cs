using NodaTime;
using Peyk.Core.Calendars;
using Peyk.Core.Definitions;

namespace Peyk.Core.Tests.Calendars;

public sealed class LanguageTests
{
    private static readonly DateTimeZone Tehran = DateTimeZoneProviders.Tzdb["Asia/Tehran"];
    private static readonly Language Fa = Shipped.Language("fa");
    private static readonly Language En = Shipped.Language("en");

    [Theory]
    [InlineData(2026, 11, 21, "۱۴۰۵/۰۸/۳۰", "شنبه ۳۰ آبان ۱۴۰۵")]
    [InlineData(2025, 3, 20, "۱۴۰۳/۱۲/۳۰", "پنجشنبه ۳۰ اسفند ۱۴۰۳")]
    [InlineData(2025, 3, 21, "۱۴۰۴/۰۱/۰۱", "جمعه ۱ فروردین ۱۴۰۴")]
    [InlineData(2026, 3, 20, "۱۴۰۴/۱۲/۲۹", "جمعه ۲۹ اسفند ۱۴۰۴")]
    [InlineData(2026, 9, 22, "۱۴۰۵/۰۶/۳۱", "سه‌شنبه ۳۱ شهریور ۱۴۰۵")]
    [InlineData(2026, 9, 23, "۱۴۰۵/۰۷/۰۱", "چهارشنبه ۱ مهر ۱۴۰۵")]
    public void A_Persian_date_is_Jalali(int year, int month, int day, string @short, string full)
    {
        var date = new LocalDate(year, month, day);

        Fa.Format(date, DateStyle.Short).ShouldBe(@short);
        Fa.Format(date, DateStyle.Full).ShouldBe(full);
    }

    [Fact]
    public void Every_day_of_two_centuries_is_the_official_one()
    {
        var official = new System.Globalization.PersianCalendar();

        for (var day = new DateTime(1925, 3, 22); day.Year < 2100; day = day.AddDays(1))
        {
            var expected = $"{official.GetYear(day):0000}/{official.GetMonth(day):00}/{official.GetDayOfMonth(day):00}";

            Peyk.Core.Text.PersianText.ToLatinDigits(Fa.Format(LocalDate.FromDateTime(day), DateStyle.Short)).ShouldBe(expected);
        }
    }

    [Fact]
    public void An_English_date_is_Gregorian()
    {
        var date = new LocalDate(2026, 11, 21);

        En.Format(date, DateStyle.Short).ShouldBe("21/11/2026");
        En.Format(date).ShouldBe("21 November 2026");
        En.Format(date, DateStyle.Full).ShouldBe("Saturday 21 November 2026");
    }

    [Fact]
    public void A_moment_is_written_in_the_recipients_zone()
    {
        var moment = Instant.FromUtc(2026, 11, 21, 20, 45);

        Fa.Format(moment, Tehran).ShouldBe("۱ آذر ۱۴۰۵، ساعت ۰۰:۱۵");
        En.Format(moment, DateTimeZone.Utc).ShouldBe("21 November 2026 at 20:45");
    }

    [Fact]
    public void Numbers_and_money_are_written_as_readers_expect()
    {
        Fa.Format(1234567.5m).ShouldBe("۱٬۲۳۴٬۵۶۷٫۵");
        En.Format(-1234567m).ShouldBe("−1,234,567");
        Fa.Format(Sum(142500000, "IRR")).ShouldBe("۱۴۲٬۵۰۰٬۰۰۰ ریال");
        En.Format(Sum(1234.5m, "USD")).ShouldBe("$1,234.50");
        En.Format(Sum(99, "SEK")).ShouldBe("99.00 SEK");
    }

    [Fact]
    public void The_shipped_languages_say_the_same_things_with_the_same_places()
    {
        foreach (var key in Fa.StringKeys)
            Places(En[key]).ShouldBe(Places(Fa[key]), key);
    }

    [Fact]
    public void Another_language_is_a_file_and_nothing_else()
    {
        var german = Shipped.Files("Languages").Single(file => file.Path == "en.yaml").Text
            .Replace("tag: en", "tag: de", StringComparison.Ordinal)
            .Replace("November", "Novembers", StringComparison.Ordinal)
            .Replace("d MMMM yyyy", "d'.' MMMM yyyy", StringComparison.Ordinal);

        var languages = LanguageCatalog.Load([.. Shipped.Files("Languages"), new DefinitionFile("de.yaml", german)], Shipped.Fa);

        languages.FindOrDefault(Peyk.Core.Addresses.LanguageTag.Parse("de-AT"))
            .Format(new LocalDate(2026, 11, 21)).ShouldBe("21. Novembers 2026");
    }

    [Fact]
    public void An_unknown_language_falls_back_to_the_default()
    {
        Shipped.Languages.FindOrDefault(Peyk.Core.Addresses.LanguageTag.Parse("ja")).ShouldBe(Fa);
        Shipped.Languages.FindOrDefault(null).ShouldBe(Fa);
    }

    [Fact]
    public void Everything_wrong_in_a_file_is_named_by_field()
    {
        var broken = Shipped.Files("Languages").Single(file => file.Path == "en.yaml").Text
            .Replace("direction: ltr", "direction: up", StringComparison.Ordinal)
            .Replace("dd/MM/yyyy", "dd/MM/yy", StringComparison.Ordinal)
            .Replace("[Monday, ", "[", StringComparison.Ordinal)
            .Replace("  email.verify:", "  email.verification:", StringComparison.Ordinal);
        var persian = Shipped.Files("Languages").Single(file => file.Path == "fa.yaml");

        var exception = Should.Throw<InvalidDefinitionException>(
            () => LanguageCatalog.Load([persian, new DefinitionFile("en.yaml", broken)], Shipped.Fa));

        exception.Problems.Select(problem => problem.Field).ShouldBe(
            ["direction", "patterns.shortDate", "days", "strings.email.verify", "strings.email.verification"], ignoreOrder: true);
    }

    private static Money Sum(decimal amount, string currency) =>
        Money.TryCreate(amount, currency, out var money, out var reason) ? money : throw new FormatException(reason);

    private static string Places(string text) =>
        string.Join(',', System.Text.RegularExpressions.Regex.Matches(text, @"\{\w+\}").Select(match => match.Value).Order());
}
