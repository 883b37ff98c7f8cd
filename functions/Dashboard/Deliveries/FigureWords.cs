using NodaTime;
using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Cases;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Core.Templates;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Dashboard.Deliveries;

/// <summary>What groups and filters are called on a page, and which ones there are to choose from.</summary>
public sealed class FigureWords(LanguageCatalog languages, ServiceCatalog services, TemplateCatalog templates)
{
    /// <summary>The name of what it is grouped by.</summary>
    public static string Dimension(Language language, ReportDimension dimension) => language[$"ops.dimension.{dimension.ToWord()}"];

    /// <summary>What a word of the report is called; itself when it has no other name, because it came from a template or service of long ago.</summary>
    public string Of(Language language, ReportDimension dimension, string word) => dimension switch
    {
        ReportDimension.Day => ReadDay(word, language.Calendar) is { } day ? language.Format(day, DateStyle.Short) : word,
        ReportDimension.Month => ReadDay($"{word}-01", language.Calendar) is { } month
            ? language.LocaliseDigits($"{language.Months[month.WithCalendar(language.Calendar).Month - 1]} {month.WithCalendar(language.Calendar).Year}")
            : word,
        ReportDimension.Service when word.Length == 0 => language["ops.deliveries.noService"],
        ReportDimension.Reason when word.Length == 0 => "–",
        ReportDimension.Service => services.Find(word)?.Names.In(language.Tag) ?? word,
        ReportDimension.Language => LanguageTag.TryParse(word, out var tag, out _) ? languages.Find(tag)?.Name ?? word : word,
        ReportDimension.Template => word,
        ReportDimension.Channel => language[$"channel.{word}"],
        ReportDimension.Kind or ReportDimension.Status or ReportDimension.Reason =>
            Known(language, $"ops.{dimension.ToWord()}.{word}") ?? word,
    };

    /// <summary>What can be chosen in a filter: what there is today, never what happens to be in the figures.</summary>
    public IEnumerable<string> Choices(ReportDimension dimension) => dimension switch
    {
        ReportDimension.Kind => templates.Templates.Select(t => t.Kind).Distinct().Order(StringComparer.Ordinal),
        ReportDimension.Service => services.Services.Select(s => s.Key).Order(StringComparer.Ordinal),
        ReportDimension.Channel => SnakeCase.WordsOf<Channel>(),
        ReportDimension.Template => templates.Templates.Select(t => t.Name).Distinct().Order(StringComparer.Ordinal),
        ReportDimension.Language => languages.Languages.Select(l => l.Tag.Value).Order(StringComparer.Ordinal),
        ReportDimension.Status => SnakeCase.WordsOf<DeliveryStatus>(),
        ReportDimension.Reason => SnakeCase.WordsOf<Reason>(),
        ReportDimension.Day or ReportDimension.Month => [],
    };

    /// <summary>A day of the report, which is written in the numbers of a calendar; it comes back in the ISO calendar.</summary>
    public static LocalDate? ReadDay(string word, CalendarSystem calendar) => DateInput.ReadDate(word, calendar)?.WithCalendar(CalendarSystem.Iso);

    /// <summary>The word by which a group differs from others.</summary>
    internal static string Word(DeliveryReportGroup group, ReportDimension dimension) => dimension switch
    {
        ReportDimension.Day => group.Day!,
        ReportDimension.Month => group.Month!,
        ReportDimension.Kind => group.Kind!,
        ReportDimension.Service => group.Service!,
        ReportDimension.Channel => group.Channel!.Value.ToWord(),
        ReportDimension.Template => group.Template!,
        ReportDimension.Language => group.Language!,
        ReportDimension.Status => group.Status!.Value.ToWord(),
        ReportDimension.Reason => group.Reason!,
    };

    private static string? Known(Language language, string key) => language.StringKeys.Contains(key) ? language[key] : null;
}
