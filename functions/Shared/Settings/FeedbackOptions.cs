using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Peyk.Functions.Shared.Settings;

/// <summary>How citizens are asked, section <c>Feedback</c>.</summary>
public sealed class FeedbackOptions
{
    public const string Section = "Feedback";

    /// <summary>Time in which nobody is asked a second time. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "366.00:00:00")]
    public TimeSpan QuietPeriod { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long answers count, unless the client says otherwise. Default 14 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "60.00:00:00")]
    public TimeSpan AnswerPeriod { get; set; } = TimeSpan.FromDays(14);

    /// <summary>From the asking to the one reminder, unless the client says otherwise. Default 3 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "29.00:00:00")]
    public TimeSpan RemindAfter { get; set; } = TimeSpan.FromDays(3);

    /// <summary>From the answer to a complaint to the question how the recovery was. Default 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "29.00:00:00")]
    public TimeSpan RecoveryAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Answers sooner than this after the delivery are marked as hasty: machines that follow links answer so. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Hasty { get; set; } = TimeSpan.FromSeconds(10);
}

[OptionsValidator]
internal sealed partial class FeedbackOptionsValidator : IValidateOptions<FeedbackOptions>;
