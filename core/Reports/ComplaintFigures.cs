namespace Peyk.Core.Reports;

/// <summary>By what complaints are counted together.</summary>
/// <param name="Service">Null when it is of none.</param>
/// <param name="Source">How we learned of it, a word from a closed list.</param>
public sealed record ComplaintKey(string? Service, string Source, bool IsTest);

/// <summary>The complaints of a day.</summary>
public sealed class ComplaintFigures
{
    /// <summary>Opened on the day.</summary>
    public long Opened { get; set; }

    /// <summary>Answered on the day, whenever they were opened.</summary>
    public long Answered { get; set; }

    /// <summary>Of the answered, those whose promise was kept.</summary>
    public long OnTime { get; set; }

    /// <summary>Without an answer at the day's end: the backlog. Of several days it is the last one's.</summary>
    public long Open { get; set; }

    /// <summary>Of those, the ones that were promised for an earlier day.</summary>
    public long Overdue { get; set; }

    /// <summary>From the opening to the answer, of the answered.</summary>
    public DurationHistogram ToAnswer { get; } = new();

    /// <summary>Adds those of another group.</summary>
    /// <param name="isLast">Its backlog counts too: it is of the last day of the period.</param>
    public void Add(ComplaintFigures other, bool isLast)
    {
        Opened += other.Opened;
        Answered += other.Answered;
        OnTime += other.OnTime;
        ToAnswer.Add(other.ToAnswer);
        if (!isLast)
            return;
        Open += other.Open;
        Overdue += other.Overdue;
    }
}

/// <summary>A complaint as reports count it.</summary>
/// <param name="PromisedBy">End of the day for which an answer was promised.</param>
/// <param name="ClosedAt">Without an answer it was ended too: there is nobody left to be answered.</param>
public sealed record CountedComplaint(
    ComplaintKey Key, DateTimeOffset CreatedAt, DateTimeOffset PromisedBy, DateTimeOffset? AnsweredAt, DateTimeOffset? ClosedAt)
{
    /// <summary>Counts it on a day, if it was opened, answered or open on it.</summary>
    /// <param name="start">Of the day.</param>
    /// <param name="end">Start of the next one.</param>
    public void AddTo(DayFacts facts, DateTimeOffset start, DateTimeOffset end)
    {
        if (CreatedAt >= end)
            return;
        if (CreatedAt >= start)
            facts[Key].Opened++;
        if (AnsweredAt is { } answered && answered >= start && answered < end)
        {
            facts[Key].Answered++;
            facts[Key].OnTime += answered < PromisedBy ? 1 : 0;
            facts[Key].ToAnswer.Add(answered - CreatedAt);
        }

        if ((AnsweredAt ?? ClosedAt) < end)
            return;
        facts[Key].Open++;
        facts[Key].Overdue += PromisedBy < end ? 1 : 0;
    }
}
