using System.Collections.Immutable;
using NodaTime;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Reports;

/// <summary>What a delivery report is asked for.</summary>
/// <param name="From">First day of the organisation's zone.</param>
/// <param name="To">Last day, included.</param>
/// <param name="Calendar">In which days and months are named.</param>
/// <param name="Filters">Words of which a delivery must have one, by dimension.</param>
public sealed record DeliveryReportQuery(
    LocalDate From, LocalDate To, CalendarSystem Calendar, ImmutableArray<ReportDimension> GroupBy,
    IReadOnlyDictionary<ReportDimension, ImmutableHashSet<string>> Filters)
{
    private const int LongestFilter = 500;

    /// <summary>What can be filtered by.</summary>
    public static readonly ImmutableArray<ReportDimension> Filtered = [.. Enum.GetValues<ReportDimension>().Except([ReportDimension.Day, ReportDimension.Month])];

    /// <summary>Its groups could tell of a person if they are small.</summary>
    public bool IsPersonal => GroupBy.Concat(Filters.Keys).Any(d => d.IsPersonal());

    /// <summary>Whether those filters let deliveries pass that are of some dimensions.</summary>
    public bool Passes(DeliveryKey key, Func<ReportDimension, bool> dimensions) =>
        Filters.All(f => !dimensions(f.Key) || f.Value.Contains(GroupName.Word(key, f.Key)!));

    /// <summary>Reads the parameters; everything that is wrong with them at once.</summary>
    /// <param name="usualCalendar">The one when none is asked for; by default that of ISO 8601.</param>
    /// <param name="usualFrom">The first day when no period is asked for; by default of 30 days.</param>
    public static DeliveryReportQuery Read(QueryParameters parameters, LocalDate today, CalendarSystem? usualCalendar = null, LocalDate? usualFrom = null)
    {
        var (from, to, calendar) = ReportPeriod.Read(parameters, today, usualCalendar, usualFrom);
        var groupBy = GroupingOf(parameters);
        var filters = Filtered.Select(d => (Dimension: d, Words: Words(parameters, d))).Where(f => f.Words is not null).ToDictionary(f => f.Dimension, f => f.Words!);
        return new(from, to, calendar, groupBy, filters);
    }

    private static ImmutableArray<ReportDimension> GroupingOf(QueryParameters parameters)
    {
        var found = new SortedSet<ReportDimension>();
        foreach (var word in Split(parameters.Text("groupBy")))
        {
            if (!SnakeCase.TryFromWord<ReportDimension>(word, out var dimension))
            {
                parameters.Refuse("groupBy", "unknown_value", $"The value must be a list of: {string.Join(", ", SnakeCase.WordsOf<ReportDimension>())}.");
                break;
            }

            found.Add(dimension);
        }

        return [.. found];
    }

    private static ImmutableHashSet<string>? Words(QueryParameters parameters, ReportDimension dimension)
    {
        var name = dimension.ToWord();
        if (parameters.Text(name, LongestFilter) is not { } text)
            return null;
        var words = Split(text).ToImmutableHashSet(StringComparer.Ordinal);
        IEnumerable<string>? closed = dimension switch
        {
            ReportDimension.Channel => SnakeCase.WordsOf<Channel>(),
            ReportDimension.Status => SnakeCase.WordsOf<DeliveryStatus>(),
            ReportDimension.Reason => SnakeCase.WordsOf<Reason>(),
            // What was once sent may have been of a kind, service, template or language that is gone by now.
            ReportDimension.Kind or ReportDimension.Service or ReportDimension.Template or ReportDimension.Language
                or ReportDimension.Day or ReportDimension.Month => null,
        };
        if (closed is not null && words.Except(closed).Count > 0)
            parameters.Refuse(name, "unknown_value", $"The value must be a list of: {string.Join(", ", closed)}.");
        return words;
    }

    private static string[] Split(string? text) => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
