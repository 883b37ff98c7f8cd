using System.Text.RegularExpressions;
using Peyk.Core.Definitions;

namespace Peyk.Core.Cases;

/// <summary>What a citizen is asked when a case of a service has come to its end.</summary>
/// <param name="Survey">Key of the survey.</param>
/// <param name="AfterDays">From the end to the asking, 0 to 29.</param>
/// <param name="SamplePercent">Share of the cases, 1 to 100.</param>
public sealed partial record FeedbackRule(string Survey, int AfterDays, int SamplePercent)
{
    private const int LongestWait = 29;

    internal static FeedbackRule? Read(YamlReader service)
    {
        if (service.Map("feedback") is not { } yaml)
            return null;
        yaml.AllowOnly("survey", "after", "sample");
        var after = Days().Match(yaml.OptionalText("after") ?? "P1D") is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan) : -1;
        if (after is < 0 or > LongestWait)
            yaml.Report("after", $"must be an ISO 8601 duration in days from P0D to P{LongestWait}D");
        var sample = yaml.Number("sample") ?? 100;
        if (sample is < 1 or > 100)
            yaml.Report("sample", "must be a percentage from 1 to 100");
        return new(yaml.Text("survey"), after, sample);
    }

    [GeneratedRegex("^P([0-9]{1,2})D$")]
    private static partial Regex Days();
}
