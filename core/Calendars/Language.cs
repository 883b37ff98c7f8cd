using NodaTime;
using Peyk.Core.Addresses;
using Peyk.Core.Text;

namespace Peyk.Core.Calendars;

/// <summary>How much of a date is said.</summary>
public enum DateStyle
{
    /// <summary>۱۴۰۵/۰۸/۳۰, 21/11/2026</summary>
    Short,

    /// <summary>۳۰ آبان ۱۴۰۵, 21 November 2026</summary>
    Long,

    /// <summary>شنبه ۳۰ آبان ۱۴۰۵, Saturday 21 November 2026</summary>
    Full,
}

/// <summary>
/// A language as its file describes it: direction, digits, calendar, names and patterns, and the words of pages and messages.
/// Immutable.
/// </summary>
public sealed class Language
{
    private readonly LanguageFile _file;

    internal Language(LanguageFile file) => _file = file;

    public LanguageTag Tag => _file.Tag;

    /// <summary>In itself: <c>فارسی</c>.</summary>
    public string Name => _file.Name;

    public bool IsRightToLeft => _file.RightToLeft;

    /// <summary>The value of the HTML <c>dir</c> attribute.</summary>
    public string Direction => IsRightToLeft ? "rtl" : "ltr";

    /// <summary>Digits that numbers and dates are written with.</summary>
    public DigitSet Digits => _file.Digits;

    /// <summary>The calendar in which dates are written and read.</summary>
    public CalendarSystem Calendar => _file.Calendar;

    /// <summary>True when Arabic yeh and kaf are folded to the Persian letters.</summary>
    public bool FoldsArabicLetters => _file.FoldArabicLetters;

    /// <summary>CSS font stack for pages and e-mails.</summary>
    public string Fonts => _file.Fonts;

    /// <summary>What is understood when a citizen sends it.</summary>
    public InboundWordLists Inbound => _file.Inbound;

    /// <summary>Names of the months of its calendar, from the first.</summary>
    public IReadOnlyList<string> Months => _file.Names.Months;

    /// <summary>The words under a key of the file's <c>strings</c>.</summary>
    /// <exception cref="KeyNotFoundException">No file of the default language has this key; a fault of ours.</exception>
    public string this[string key] => _file.Strings.TryGetValue(key, out var text)
        ? text
        : throw new KeyNotFoundException($"The language files have no string '{key}'.");

    public IEnumerable<string> StringKeys => _file.Strings.Keys;

    /// <summary>The words under a key with <c>{name}</c> places filled; values are put in as they are, escaping is the caller's.</summary>
    public string Say(string key, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var text = this[key];
        foreach (var (name, value) in values)
            text = text.Replace("{" + name + "}", value, StringComparison.Ordinal);
        return text;
    }

    /// <summary>Digits of this language; everything else unchanged.</summary>
    public string LocaliseDigits(string text) => Digits switch
    {
        DigitSet.Latin => text,
        DigitSet.Persian => PersianText.ToPersianDigits(text),
        DigitSet.Arabic => PersianText.ToArabicDigits(text),
    };

    public string Format(decimal number) => LocaliseDigits(NumberText.Group(number, decimals: 0, _file.GroupSeparator, _file.DecimalSeparator));

    public string Format(Money money)
    {
        var number = LocaliseDigits(
            NumberText.Group(money.Amount, money.Decimals, _file.GroupSeparator, _file.DecimalSeparator));
        var pattern = _file.Currencies.GetValueOrDefault(money.Currency, "{amount} " + money.Currency);
        return pattern.Replace("{amount}", number, StringComparison.Ordinal);
    }

    /// <summary>A date in this language's calendar.</summary>
    public string Format(LocalDate date, DateStyle style = DateStyle.Long) =>
        LocaliseDigits(_file.DatePatterns[style].Format(date.WithCalendar(_file.Calendar).AtMidnight(), _file.Names));

    public string Format(LocalTime time) =>
        LocaliseDigits(_file.TimePattern.Format(LocalDate.MinIsoValue.At(time), _file.Names));

    /// <summary>Date and time of an instant in a zone.</summary>
    public string Format(Instant instant, DateTimeZone zone, DateStyle style = DateStyle.Long)
    {
        var local = instant.InZone(zone).LocalDateTime;
        return _file.DateTimePattern
            .Replace("{date}", Format(local.Date, style), StringComparison.Ordinal)
            .Replace("{time}", Format(local.TimeOfDay), StringComparison.Ordinal);
    }

    public override string ToString() => Tag.Value;
}

/// <summary>The digits of a language, after the Unicode number systems <c>latn</c>, <c>arabext</c> and <c>arab</c>.</summary>
public enum DigitSet
{
    Latin,
    Persian,
    Arabic,
}
