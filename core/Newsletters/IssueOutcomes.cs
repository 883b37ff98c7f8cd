namespace Peyk.Core.Newsletters;

/// <summary>What the provider said of recipients.</summary>
/// <param name="Heard">Recipients of whom it said anything: certainly sent.</param>
/// <param name="Failed">Not delivered, for whatever reason; those refused by name included.</param>
/// <param name="Bounced">Those of the failed whom the receiving side returned.</param>
/// <param name="Opened">Times, not persons: of whom is not kept.</param>
/// <param name="Clicked">Times, not persons.</param>
public sealed record IssueOutcomes(int Heard, int Delivered, int Failed, int Bounced, int SpamReports, int Opened, int Clicked)
{
    public static IssueOutcomes None { get; } = new(0, 0, 0, 0, 0, 0, 0);

    public static IssueOutcomes operator +(IssueOutcomes a, IssueOutcomes b) => new(
        a.Heard + b.Heard, a.Delivered + b.Delivered, a.Failed + b.Failed, a.Bounced + b.Bounced, a.SpamReports + b.SpamReports,
        a.Opened + b.Opened, a.Clicked + b.Clicked);
}
