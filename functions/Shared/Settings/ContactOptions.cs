using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;

namespace Peyk.Functions.Shared.Settings;

/// <summary>How persons are treated who chose nothing themselves, section <c>Contacts</c>.</summary>
public sealed class ContactOptions : IValidatableObject
{
    public const string Section = "Contacts";

    /// <summary>Hours of the recipient's own clock in which nothing that disturbs is sent, or <c>none</c>. Default 21:00-08:00.</summary>
    [Required]
    public string QuietHours { get; set; } = "21:00-08:00";

    /// <summary>Channels that disturb, comma-separated. Default: sms.</summary>
    public string QuietChannels { get; set; } = "sms";

    /// <summary>Time over which held messages are spread when their hours come. Default 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "02:00:00")]
    public TimeSpan ReleaseOver { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Pause of an erasure between its two passes, in which all that was under way when it began comes to rest: invocations (60 s), what
    /// processes remember (10 s), five tries of a queue message whose processes die (2.5 min each). Default 15 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ErasureSettling { get; set; } = TimeSpan.FromMinutes(15);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Core.Contacts.QuietHours.TryParse(QuietHours, out _, out var reason))
            yield return new ValidationResult($"Contacts__QuietHours: {reason}", [nameof(QuietHours)]);
        if (Words(QuietChannels).Any(word => !SnakeCase.TryFromWord<Channel>(word, out _)))
            yield return new ValidationResult($"Contacts__QuietChannels must be of: {string.Join(", ", SnakeCase.WordsOf<Channel>())}.", [nameof(QuietChannels)]);
    }

    public SendingPolicy ToPolicy(string timeZone) => new(
        Core.Contacts.QuietHours.Parse(QuietHours),
        Words(QuietChannels).Select(SnakeCase.FromWord<Channel>).ToHashSet(),
        ReleaseOver,
        DateTimeZoneProviders.Tzdb[timeZone]);

    private static string[] Words(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

[OptionsValidator]
internal sealed partial class ContactOptionsValidator : IValidateOptions<ContactOptions>;
