using System.Text.RegularExpressions;
using NodaTime;
using Peyk.Core.Definitions;

namespace Peyk.Core.Cases;

/// <summary>All sets of holidays, by key.</summary>
public sealed partial class HolidayCatalog
{
    private readonly Dictionary<string, Holidays> _sets;

    private HolidayCatalog(Dictionary<string, Holidays> sets) => _sets = sets;

    public IReadOnlyCollection<string> Keys => _sets.Keys;

    public Holidays? Find(string key) => _sets.GetValueOrDefault(key);

    /// <summary>Reads holiday files (YAML, one set each, named by its key).</summary>
    /// <exception cref="InvalidDefinitionException">Some file is wrong; the message names every file and field.</exception>
    public static HolidayCatalog Load(IEnumerable<DefinitionFile> files)
    {
        var problems = new List<DefinitionProblem>();
        var sets = new Dictionary<string, Holidays>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (!YamlReader.TryParse(file.Path, file.Text, problems, out var yaml))
                continue;
            yaml.AllowOnly("key", "days");
            var key = yaml.Name("key");
            if (key != file.Stem)
                yaml.Report("key", "must be the name of the file");
            if (!sets.TryAdd(key, Read(yaml)))
                yaml.Report("key", "is defined in another file too");
        }

        InvalidDefinitionException.ThrowIfAny(problems);
        return new HolidayCatalog(sets);
    }

    private static Holidays Read(YamlReader yaml)
    {
        List<(int, int)> gregorian = [], persian = [];
        List<LocalDate> once = [];
        foreach (var day in yaml.Maps("days"))
        {
            day.AllowOnly("date", "calendar", "name");
            day.Text("name");
            var calendar = day.Choice("calendar", ("gregorian", CalendarSystem.Iso), ("persian", CalendarSystem.PersianAstronomical));
            if (ReadDate(day, calendar) is not { } date)
                continue;
            if (date.Year is { } year)
                once.Add(new LocalDate(year, date.Month, date.Day, calendar));
            else
                (calendar == CalendarSystem.Iso ? gregorian : persian).Add((date.Month, date.Day));
        }

        return new Holidays(gregorian, persian, once);
    }

    private static (int? Year, int Month, int Day)? ReadDate(YamlReader day, CalendarSystem calendar)
    {
        if (DatePattern().Match(day.Text("date")) is { Success: true } match)
        {
            int? year = match.Groups[1].Success ? int.Parse(match.Groups[1].ValueSpan) : null;
            var (month, date) = (int.Parse(match.Groups[2].ValueSpan), int.Parse(match.Groups[3].ValueSpan));
            if (Exists(year ?? LeapYear(calendar), month, date, calendar))
                return (year, month, date);
        }

        if (day.Has("date"))
            day.Report("date", "must be a day that the calendar has: 12-30 for every year, 1405-01-02 for once");
        return null;
    }

    // What comes every year may come in leap years only.
    private static int LeapYear(CalendarSystem calendar) => calendar == CalendarSystem.Iso ? 2024 : 1403;

    private static bool Exists(int year, int month, int day, CalendarSystem calendar) =>
        year >= calendar.MinYear && year <= calendar.MaxYear
        && month >= 1 && month <= calendar.GetMonthsInYear(year)
        && day >= 1 && day <= calendar.GetDaysInMonth(year, month);

    [GeneratedRegex("^(?:([0-9]{4})-)?([0-9]{2})-([0-9]{2})$")]
    private static partial Regex DatePattern();
}
