namespace Peyk.Core.Reports;

/// <summary>By what the deliveries of a report can be grouped.</summary>
public enum ReportDimension
{
    /// <summary>The day on which the notification was accepted, in the organisation's zone.</summary>
    Day,

    /// <summary>The month of that day.</summary>
    Month,

    Kind,
    Service,
    Channel,
    Template,
    Language,
    Status,
    Reason,
}

public static class ReportDimensions
{
    /// <summary>It tells something of the recipient: what they applied for, what was decided, which language they read.</summary>
    public static bool IsPersonal(this ReportDimension dimension) => dimension switch
    {
        ReportDimension.Service or ReportDimension.Template or ReportDimension.Language => true,
        ReportDimension.Day or ReportDimension.Month or ReportDimension.Kind or ReportDimension.Channel or ReportDimension.Status or ReportDimension.Reason => false,
    };

    /// <summary>It is what became of a message, not what it was: within a group of persons it divides the outcomes, not the persons.</summary>
    public static bool IsOutcome(this ReportDimension dimension) => dimension switch
    {
        ReportDimension.Channel or ReportDimension.Status or ReportDimension.Reason => true,
        ReportDimension.Day or ReportDimension.Month or ReportDimension.Kind or ReportDimension.Service or ReportDimension.Template or ReportDimension.Language => false,
    };
}
