using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Peyk.Functions.Shared.Settings;

/// <summary>How reminders are released, section <c>Reminders</c>.</summary>
public sealed class ReminderOptions
{
    public const string Section = "Reminders";

    /// <summary>
    /// Late reminders that go in a minute, after the app was away: enough to catch up within hours, and few beside what is due now.
    /// Default 600.
    /// </summary>
    [Range(1, 100_000)]
    public int CatchUpPerMinute { get; set; } = 600;

    /// <summary>Reminders that are fired at the same time. Default 32.</summary>
    [Range(1, 256)]
    public int AtOnce { get; set; } = 32;

    /// <summary>Longest time ahead that something may be due. Default 1,826 days, five years.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3660.00:00:00")]
    public TimeSpan LongestAhead { get; set; } = TimeSpan.FromDays(1826);
}

[OptionsValidator]
internal sealed partial class ReminderOptionsValidator : IValidateOptions<ReminderOptions>;
