using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Peyk.Functions.Shared.Settings;

/// <summary>How long things are kept, section <c>Retention</c>.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>Addresses, data and texts of a notification, counted from its end. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan Content { get; set; } = TimeSpan.FromDays(30);

    /// <summary>What became of it, without personal data, counted from its end; also proofs of erasures and who asked for what. Default 400 days.</summary>
    [Range(typeof(TimeSpan), "2.00:00:00", "3650.00:00:00")]
    public TimeSpan Log { get; set; } = TimeSpan.FromDays(400);

    /// <summary>Issues of newsletters and their pages in the archive, counted from their end; drafts from their last change. Default 1095 days.</summary>
    [Range(typeof(TimeSpan), "2.00:00:00", "3650.00:00:00")]
    public TimeSpan Issues { get; set; } = TimeSpan.FromDays(1095);

    /// <summary>Queue messages that could not be processed. Default 14 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    public TimeSpan DeadLetters { get; set; } = TimeSpan.FromDays(14);
}

[OptionsValidator]
internal sealed partial class RetentionOptionsValidator : IValidateOptions<RetentionOptions>;
