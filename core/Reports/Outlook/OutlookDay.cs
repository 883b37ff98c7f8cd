using NodaTime;

namespace Peyk.Core.Reports.Outlook;

/// <summary>What indicators and forecast need of one day; no figure of a day is of a person.</summary>
public sealed class OutlookDay(LocalDate day)
{
    public LocalDate Day => day;

    /// <summary>Deliveries by SMS, without newsletters: those are planned by somebody, and no season foretells them.</summary>
    public long Sms { get; set; }

    /// <summary>The same by e-mail.</summary>
    public long Email { get; set; }

    /// <summary>Of both, those that arrived.</summary>
    public long Arrived { get; set; }

    /// <summary>Of both, those that failed or expired. What was cancelled or suppressed did not fail.</summary>
    public long Failed { get; set; }

    /// <summary>From acceptance to the provider's, without newsletters and what was put off on purpose.</summary>
    public DurationHistogram ToSent { get; } = new();

    /// <summary>Without those of newsletters, as the deliveries are.</summary>
    public long OptOuts { get; set; }

    /// <summary>Complaints without an answer at the day's end.</summary>
    public long Backlog { get; set; }

    /// <summary>Requests for feedback.</summary>
    public long Asked { get; set; }

    /// <summary>Of those, how many were answered within <see cref="Indicators.AnswerWithin"/>.</summary>
    public long Answered { get; set; }

    public void Add(OutlookDay other)
    {
        Sms += other.Sms;
        Email += other.Email;
        Arrived += other.Arrived;
        Failed += other.Failed;
        ToSent.Add(other.ToSent);
        OptOuts += other.OptOuts;
        Backlog += other.Backlog;
        Asked += other.Asked;
        Answered += other.Answered;
    }
}
