using System.Collections.Immutable;

namespace Peyk.Core.Surveys;

/// <summary>
/// The pages of a survey: items of one dimension and role stand together, and an item that depends on an answer comes after the
/// page of that answer.
/// </summary>
public static class SurveyParts
{
    /// <summary>Most items on one page.</summary>
    public const int MostItems = 11;

    public static ImmutableArray<ImmutableArray<SurveyItem>> Of(SurveyDefinition survey)
    {
        var parts = new List<List<SurveyItem>>();
        foreach (var item in survey.Items)
        {
            if (parts.Count == 0 || !BelongTogether(parts[^1], item))
                parts.Add([]);
            parts[^1].Add(item);
        }

        return [.. parts.Select(part => part.ToImmutableArray())];
    }

    /// <summary>The first part from <paramref name="from"/> on in which something is asked, given the answers; null when there is none.</summary>
    public static int? Next(ImmutableArray<ImmutableArray<SurveyItem>> parts, int from, IReadOnlyDictionary<string, Answer> answers)
    {
        for (var part = from; part < parts.Length; part++)
        {
            if (parts[part].Any(item => item.IsAsked(answers)))
                return part;
        }

        return null;
    }

    private static bool BelongTogether(List<SurveyItem> part, SurveyItem item) =>
        part.Count < MostItems
        && !part.Exists(other => item.When?.Item == other.Key)
        && (item.IsComment || (part[^1].Dimension, part[^1].Role) == (item.Dimension, item.Role));
}
