using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Peyk.Functions.Shared.Settings;

/// <summary>How people subscribe to newsletters, section <c>Subscriptions</c>.</summary>
public sealed class SubscriptionOptions
{
    public const string Section = "Subscriptions";

    /// <summary>How long a subscription can be confirmed that was asked for. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan ConfirmWithin { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Shortest time between two mails that ask one address for a confirmation in one topic, doubled with each that nobody answered: whoever
    /// types in somebody else's address cannot bother them with it. Default 10 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MailPause { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long it stays known, without address and name, that somebody unsubscribed, so that no old list subscribes them again. Default
    /// 1,826 days, five years.
    /// </summary>
    [Range(typeof(TimeSpan), "30.00:00:00", "3660.00:00:00")]
    public TimeSpan EndedKept { get; set; } = TimeSpan.FromDays(1826);
}

[OptionsValidator]
internal sealed partial class SubscriptionOptionsValidator : IValidateOptions<SubscriptionOptions>;
