namespace Peyk.Core.Newsletters;

/// <summary>
/// When outcomes stop an issue. Mailbox providers judge a sender by them: Google asks for less than 0.1 % of reports and punishes 0.3 %
/// (Email sender guidelines, 2024).
/// </summary>
/// <param name="MostBounces">Share of returned mails, 0 to 1.</param>
/// <param name="BounceSample">So many outcomes are needed for a judgement.</param>
/// <param name="MostSpamReports">Share of reports, 0 to 1.</param>
/// <param name="SpamSample">So many delivered mails are needed for a judgement.</param>
public sealed record IssueGuards(double MostBounces, int BounceSample, double MostSpamReports, int SpamSample)
{
    /// <summary>Null while all is well.</summary>
    /// <param name="forgiven">What somebody knew who had the issue go on.</param>
    public PauseCause? Judge(IssueOutcomes all, IssueOutcomes forgiven)
    {
        var (delivered, bounced, reports) =
            (all.Delivered - forgiven.Delivered, all.Bounced - forgiven.Bounced, all.SpamReports - forgiven.SpamReports);
        if (delivered + bounced >= BounceSample && bounced > MostBounces * (delivered + bounced))
            return PauseCause.Bounces;
        return delivered >= SpamSample && reports > MostSpamReports * delivered ? PauseCause.SpamReports : null;
    }
}
