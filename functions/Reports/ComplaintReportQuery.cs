using System.Collections.Immutable;
using NodaTime;
using Peyk.Core.Reports;
using Peyk.Functions.Complaints;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Reports;

/// <summary>What a report of complaints is asked for.</summary>
/// <param name="Services">Null: all; an empty word means those of no service.</param>
/// <param name="Sources">Null: all.</param>
public sealed record ComplaintReportQuery(
    ReportPeriod Period, ImmutableSortedSet<ComplaintDimension> GroupBy, ImmutableHashSet<string>? Services, ImmutableHashSet<string>? Sources)
{
    private const int LongestFilter = 500;

    /// <summary>Its groups could tell of a person if they are small.</summary>
    public bool IsPersonal =>
        Services is not null || Sources is not null || GroupBy.Contains(ComplaintDimension.Service) || GroupBy.Contains(ComplaintDimension.Source);

    public bool Passes(ComplaintKey key) => Services?.Contains(key.Service ?? "") != false && Sources?.Contains(key.Source) != false;

    /// <summary>Reads the parameters; everything that is wrong with them at once.</summary>
    public static ComplaintReportQuery Read(QueryParameters parameters, LocalDate today)
    {
        var period = ReportPeriod.Read(parameters, today);
        var groupBy = ImmutableSortedSet.CreateBuilder<ComplaintDimension>();
        foreach (var word in Split(parameters.Text("groupBy")))
        {
            if (SnakeCase.TryFromWord<ComplaintDimension>(word, out var dimension))
                groupBy.Add(dimension);
            else
                parameters.Refuse("groupBy", "unknown_value", $"The value must be a list of: {string.Join(", ", SnakeCase.WordsOf<ComplaintDimension>())}.");
        }

        var sources = parameters.Text("source", LongestFilter) is { } text ? Split(text).ToImmutableHashSet() : null;
        if (sources?.Except(SnakeCase.WordsOf<ComplaintSource>()).Count > 0)
            parameters.Refuse("source", "unknown_value", $"The value must be a list of: {string.Join(", ", SnakeCase.WordsOf<ComplaintSource>())}.");
        return new(
            period, groupBy.ToImmutable(), parameters.Text("service", LongestFilter) is { } services ? Split(services).ToImmutableHashSet() : null, sources);
    }

    private static string[] Split(string? text) => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
