using NodaTime;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Reports;

/// <summary>What the deliveries of a group have in common. Null: it is not grouped by; empty: they have none.</summary>
internal sealed record GroupName(
    string? Day = null, string? Month = null, string? Kind = null, string? Service = null, Channel? Channel = null, string? Template = null,
    string? Language = null, DeliveryStatus? Status = null, string? Reason = null)
{
    /// <summary>The group of persons that it belongs to: without what became of the messages.</summary>
    public GroupName Persons => this with { Channel = null, Status = null, Reason = null };

    /// <summary>What the deliveries of a day have in common.</summary>
    public static GroupName Of(DeliveryReportQuery query, LocalDate day)
    {
        var written = Written(day.WithCalendar(query.Calendar));
        return new(query.GroupBy.Contains(ReportDimension.Day) ? written : null, query.GroupBy.Contains(ReportDimension.Month) ? written[..7] : null);
    }

    /// <param name="day">Of the delivery's day.</param>
    public static GroupName Of(DeliveryReportQuery query, GroupName day, DeliveryKey key)
    {
        var name = day;
        foreach (var dimension in query.GroupBy)
        {
            name = dimension switch
            {
                ReportDimension.Day or ReportDimension.Month => name,
                ReportDimension.Kind => name with { Kind = key.Kind },
                ReportDimension.Service => name with { Service = key.Service ?? "" },
                ReportDimension.Channel => name with { Channel = key.Channel },
                ReportDimension.Template => name with { Template = key.Template },
                ReportDimension.Language => name with { Language = key.Language },
                ReportDimension.Status => name with { Status = key.Status },
                ReportDimension.Reason => name with { Reason = key.Reason?.ToWord() ?? "" },
            };
        }

        return name;
    }

    /// <summary>What a filter by a dimension compares; null for those that are no filters.</summary>
    public static string? Word(DeliveryKey key, ReportDimension dimension) => dimension switch
    {
        ReportDimension.Day or ReportDimension.Month => null,
        ReportDimension.Kind => key.Kind,
        ReportDimension.Service => key.Service ?? "",
        ReportDimension.Channel => key.Channel.ToWord(),
        ReportDimension.Template => key.Template,
        ReportDimension.Language => key.Language,
        ReportDimension.Status => key.Status.ToWord(),
        ReportDimension.Reason => key.Reason?.ToWord() ?? "",
    };

    public static IEnumerable<KeyValuePair<GroupName, T>> Sort<T>(IEnumerable<KeyValuePair<GroupName, T>> groups) => groups
        .OrderBy(g => g.Key.Day, StringComparer.Ordinal).ThenBy(g => g.Key.Month, StringComparer.Ordinal)
        .ThenBy(g => g.Key.Kind, StringComparer.Ordinal).ThenBy(g => g.Key.Service, StringComparer.Ordinal).ThenBy(g => g.Key.Channel)
        .ThenBy(g => g.Key.Template, StringComparer.Ordinal).ThenBy(g => g.Key.Language, StringComparer.Ordinal)
        .ThenBy(g => g.Key.Status).ThenBy(g => g.Key.Reason, StringComparer.Ordinal);

    /// <summary>A day in its own calendar's numbers.</summary>
    public static string Written(LocalDate day) => $"{day.Year:D4}-{day.Month:D2}-{day.Day:D2}";
}
