namespace Peyk.Core.Reports;

/// <summary>What is known of a day beside its deliveries. Those of several days can be added up, but for what is open at a day's end.</summary>
public sealed class DayFacts
{
    private readonly Dictionary<OptOutKey, long> _optOuts = [];
    private readonly Dictionary<ComplaintKey, ComplaintFigures> _complaints = [];
    private readonly Dictionary<FeedbackKey, FeedbackFigures> _feedback = [];

    public bool IsEmpty => _optOuts.Count == 0 && _complaints.Count == 0 && _feedback.Count == 0;

    /// <summary>Opt-outs of the day, in an order that depends on the keys alone.</summary>
    public IEnumerable<KeyValuePair<OptOutKey, long>> OptOuts =>
        _optOuts.OrderBy(o => o.Key.IsTest).ThenBy(o => o.Key.Way).ThenBy(o => o.Key.Channel);

    /// <inheritdoc cref="OptOuts"/>
    public IEnumerable<KeyValuePair<ComplaintKey, ComplaintFigures>> Complaints => _complaints
        .OrderBy(c => c.Key.IsTest).ThenBy(c => c.Key.Service, StringComparer.Ordinal).ThenBy(c => c.Key.Source, StringComparer.Ordinal);

    /// <inheritdoc cref="OptOuts"/>
    public IEnumerable<KeyValuePair<FeedbackKey, FeedbackFigures>> Feedback => _feedback
        .OrderBy(f => f.Key.IsTest).ThenBy(f => f.Key.Survey, StringComparer.Ordinal).ThenBy(f => f.Key.Service, StringComparer.Ordinal);

    public void AddOptOuts(OptOutKey key, long count) => _optOuts[key] = _optOuts.GetValueOrDefault(key) + count;

    /// <summary>The figures under a key, to be added to.</summary>
    public ComplaintFigures this[ComplaintKey key] => Of(_complaints, key);

    /// <inheritdoc cref="this[ComplaintKey]"/>
    public FeedbackFigures this[FeedbackKey key] => Of(_feedback, key);

    private static TFigures Of<TKey, TFigures>(Dictionary<TKey, TFigures> all, TKey key)
        where TKey : notnull
        where TFigures : new()
    {
        if (!all.TryGetValue(key, out var figures))
            all.Add(key, figures = new());
        return figures;
    }
}

/// <summary>By what opt-outs are counted together.</summary>
public sealed record OptOutKey(OptOutWay Way, Deliveries.Channel Channel, bool IsTest);

/// <summary>How somebody let us know that they want no more.</summary>
public enum OptOutWay
{
    /// <summary>STOP by SMS, or the carrier's refusal because of one.</summary>
    Stop,

    /// <summary>Unsubscribed at the mail provider, from everything or from a group.</summary>
    Provider,

    /// <summary>Reported as spam.</summary>
    SpamReport,

    /// <summary>“This is not me” on the settings page.</summary>
    WrongRecipient,

    /// <summary>A confirmed subscription to a newsletter was ended, by whatever way but the preferences.</summary>
    Newsletter,

    /// <summary>A topic was switched off on a channel in a contact's preferences.</summary>
    Preferences,
}

/// <summary>By what requests for feedback are counted together.</summary>
public sealed record FeedbackKey(string Survey, string? Service, bool IsTest);

/// <summary>Requests for feedback by the day on which they were made.</summary>
public sealed class FeedbackFigures
{
    public long Asked { get; set; }

    /// <summary>Of those, how many were answered in time, on whatever day.</summary>
    public long Answered => ToAnswer.Count;

    /// <summary>From the request to the first answer.</summary>
    public DurationHistogram ToAnswer { get; } = new();

    public void Add(FeedbackFigures other)
    {
        Asked += other.Asked;
        ToAnswer.Add(other.ToAnswer);
    }
}
