using NodaTime;
using Peyk.Core.Addresses;
using Peyk.Core.Definitions;

namespace Peyk.Core.Calendars;

/// <summary>What a file of <c>functions/Languages</c> says.</summary>
internal sealed record LanguageFile
{
    public required LanguageTag Tag { get; init; }
    public required string Name { get; init; }
    public required bool RightToLeft { get; init; }
    public required DigitSet Digits { get; init; }
    public required bool FoldArabicLetters { get; init; }
    public required CalendarSystem Calendar { get; init; }
    public required string Fonts { get; init; }
    public required string GroupSeparator { get; init; }
    public required string DecimalSeparator { get; init; }
    public required IReadOnlyDictionary<DateStyle, DatePattern> DatePatterns { get; init; }
    public required DatePattern TimePattern { get; init; }
    public required string DateTimePattern { get; init; }
    public required CalendarNames Names { get; init; }
    public required IReadOnlyDictionary<string, string> Currencies { get; init; }
    public required InboundWordLists Inbound { get; init; }
    public required IReadOnlyDictionary<string, string> Strings { get; init; }

    public static LanguageFile Read(YamlReader yaml, string stem)
    {
        yaml.AllowOnly(
            "tag", "name", "direction", "digits", "letters", "calendar", "fonts", "numbers", "patterns", "months", "days",
            "dayHalves", "currencies", "inbound", "strings");
        // The astronomical calendar is the official one. The arithmetical one of NodaTime makes 1404 a leap year in place of 1403.
        var calendar = yaml.Choice("calendar", ("gregorian", CalendarSystem.Iso), ("persian", CalendarSystem.PersianAstronomical));
        return new LanguageFile
        {
            Tag = ReadTag(yaml, stem),
            Name = yaml.Text("name"),
            RightToLeft = yaml.Choice("direction", ("ltr", false), ("rtl", true)),
            Digits = yaml.Choice("digits", ("latn", DigitSet.Latin), ("arabext", DigitSet.Persian), ("arab", DigitSet.Arabic)),
            FoldArabicLetters = yaml.Choice("letters", ("as-written", false), ("persian", true)),
            Calendar = calendar,
            Fonts = yaml.Text("fonts"),
            GroupSeparator = Section(yaml, "numbers")?.OptionalText("group") ?? "",
            DecimalSeparator = Section(yaml, "numbers")?.Text("decimal") ?? "",
            DatePatterns = new Dictionary<DateStyle, DatePattern>
            {
                [DateStyle.Short] = Pattern(yaml, "shortDate"),
                [DateStyle.Long] = Pattern(yaml, "longDate"),
                [DateStyle.Full] = Pattern(yaml, "fullDate"),
            },
            TimePattern = Pattern(yaml, "time"),
            DateTimePattern = Section(yaml, "patterns")?.Text("dateTime") ?? "",
            Names = new CalendarNames(
                List(yaml, "months", 12), List(yaml, "days", 7), HalfOfDay(yaml, 0), HalfOfDay(yaml, 1)),
            Currencies = yaml.Dictionary("currencies"),
            Inbound = InboundWordLists.Read(yaml),
            Strings = yaml.Dictionary("strings"),
        };
    }

    private static LanguageTag ReadTag(YamlReader yaml, string stem)
    {
        var text = yaml.Text("tag");
        if (!LanguageTag.TryParse(text, out var tag, out var reason))
            yaml.Report("tag", reason);
        else if (tag.Value != stem)
            yaml.Report("tag", "must be the name of the file");
        return tag ?? LanguageTag.Parse("und");
    }

    private static YamlReader? Section(YamlReader yaml, string key)
    {
        if (yaml.Map(key) is { } section)
            return section;
        if (!yaml.Has(key))
            yaml.Report(key, "is required");
        return null;
    }

    private static DatePattern Pattern(YamlReader yaml, string key)
    {
        if (Section(yaml, "patterns") is { } patterns)
        {
            if (DatePattern.TryParse(patterns.Text(key), out var pattern, out var reason))
                return pattern;
            patterns.Report(key, reason);
        }

        return DatePattern.TryParse("", out var empty, out _) ? empty : throw new InvalidOperationException("The empty pattern is valid.");
    }

    private static IReadOnlyList<string> List(YamlReader yaml, string key, int count)
    {
        var texts = yaml.Texts(key);
        if (texts.Count != count)
            yaml.Report(key, $"must have {count} names");
        return texts;
    }

    private static string HalfOfDay(YamlReader yaml, int half) =>
        List(yaml, "dayHalves", 2) is { Count: 2 } halves ? halves[half] : "";
}
