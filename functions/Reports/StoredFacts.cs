using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Reports;

/// <summary>A day's facts as they lie in their row. The same facts always give the same bytes.</summary>
public sealed record StoredFacts(
    IReadOnlyList<StoredOptOuts>? OptOuts = null, IReadOnlyList<StoredComplaints>? Complaints = null, IReadOnlyList<StoredFeedback>? Feedback = null)
{
    public static byte[] Write(DayFacts facts) => DayJson.Write(
        new StoredFacts(
            [.. facts.OptOuts.Select(o => new StoredOptOuts(o.Key.Way, o.Key.Channel, o.Value, o.Key.IsTest ? true : null))],
            [.. facts.Complaints.Select(c => StoredComplaints.From(c.Key, c.Value))],
            [.. facts.Feedback.Select(f => StoredFeedback.From(f.Key, f.Value))]),
        PeykJson.Default.StoredFacts);

    public static StoredFacts Read(byte[] bytes) => DayJson.Read(bytes, PeykJson.Default.StoredFacts);
}

public sealed record StoredOptOuts(OptOutWay Way, Channel Channel, long Count, bool? Test = null)
{
    [JsonIgnore]
    public OptOutKey Key => new(Way, Channel, Test ?? false);
}

/// <param name="Opened">And so on: see <see cref="ComplaintFigures"/>.</param>
/// <param name="ToAnswer">Buckets and counts in turn, milliseconds.</param>
public sealed record StoredComplaints(
    string Source, long Opened, long Answered, long OnTime, long Open, long Overdue, ImmutableArray<long> ToAnswer, string? Service = null, bool? Test = null)
{
    [JsonIgnore]
    public ComplaintKey Key => new(Service, Source, Test ?? false);

    public static StoredComplaints From(ComplaintKey key, ComplaintFigures figures) => new(
        key.Source, figures.Opened, figures.Answered, figures.OnTime, figures.Open, figures.Overdue, DayJson.Flat(figures.ToAnswer), key.Service,
        key.IsTest ? true : null);

    public ComplaintFigures ToFigures()
    {
        var figures = new ComplaintFigures { Opened = Opened, Answered = Answered, OnTime = OnTime, Open = Open, Overdue = Overdue };
        DayJson.Fill(figures.ToAnswer, ToAnswer);
        return figures;
    }
}

/// <param name="ToAnswer">Buckets and counts in turn, milliseconds.</param>
public sealed record StoredFeedback(string Survey, long Asked, ImmutableArray<long> ToAnswer, string? Service = null, bool? Test = null)
{
    [JsonIgnore]
    public FeedbackKey Key => new(Survey, Service, Test ?? false);

    public static StoredFeedback From(FeedbackKey key, FeedbackFigures figures) =>
        new(key.Survey, figures.Asked, DayJson.Flat(figures.ToAnswer), key.Service, key.IsTest ? true : null);

    public FeedbackFigures ToFigures()
    {
        var figures = new FeedbackFigures { Asked = Asked };
        DayJson.Fill(figures.ToAnswer, ToAnswer);
        return figures;
    }
}
