using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Peyk.Core.Newsletters;

namespace Peyk.Functions.Shared.Settings;

/// <summary>How issues of newsletters are sent, section <c>NewsletterSending</c>.</summary>
public sealed class NewsletterSendingOptions
{
    public const string Section = "NewsletterSending";

    /// <summary>Recipients of a batch, and of one call of the provider, at most. Default 1,000, which is the provider's limit; fewer where a rate is set.</summary>
    [Range(1, 1000)]
    public int BatchSize { get; set; } = 1000;

    /// <summary>Batches of an issue that wait in the queue or are worked on at once, in all instances. Default 32; the others wait in a table.</summary>
    [Range(1, 1000)]
    public int MostOutstanding { get; set; } = 32;

    /// <summary>Share of returned mails above which an issue stops by itself. Default 0.05.</summary>
    [Range(0.0, 1.0)]
    public double MostBounces { get; set; } = 0.05;

    /// <summary>Outcomes that must be known before returned mails stop an issue. Default 200.</summary>
    [Range(1, 1_000_000)]
    public int BounceSample { get; set; } = 200;

    /// <summary>Share of spam reports above which an issue stops by itself. Default 0.001.</summary>
    [Range(0.0, 1.0)]
    public double MostSpamReports { get; set; } = 0.001;

    /// <summary>Mails that must be delivered before spam reports stop an issue. Default 1,000.</summary>
    [Range(1, 1_000_000)]
    public int SpamSample { get; set; } = 1000;

    /// <summary>Whether opened mails are counted: times, never who. It adds an invisible image to each mail. Default false.</summary>
    public bool CountOpens { get; set; }

    /// <summary>Whether clicked links are counted: times, never who. It sends each click through the provider. Default false.</summary>
    public bool CountClicks { get; set; }

    /// <summary>Receipts of a batch are gathered for so long before they are counted. Default 3 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan CountPause { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long it is kept, by keyed hash, whom an issue went to, counted from its end. Default 90 days; how many they were is kept as long as logs.</summary>
    [Range(typeof(TimeSpan), "4.00:00:00", "3650.00:00:00")]
    public TimeSpan RecipientsKept { get; set; } = TimeSpan.FromDays(90);

    public IssueGuards ToGuards() => new(MostBounces, BounceSample, MostSpamReports, SpamSample);
}

[OptionsValidator]
internal sealed partial class NewsletterSendingOptionsValidator : IValidateOptions<NewsletterSendingOptions>;
