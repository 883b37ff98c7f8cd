using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Peyk.Core.Deliveries;

namespace Peyk.Functions.Shared.Settings;

/// <summary>Times of sending, section <c>Delivery</c>. The defaults are the design's; shorter ones serve trials and tests.</summary>
public sealed class DeliveryOptions : IValidatableObject
{
    public const string Section = "Delivery";

    /// <summary>How long a queue hint may take before the sweep puts it again. Default 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan HintGrace { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a claim keeps others away. Default 90 seconds; longer than <see cref="CallWindow"/> and <see cref="CallTimeout"/> together.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>Longest time from a claim to the start of the provider call. Default 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan CallWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest provider call; after it the outcome is unknown. Default 20 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long an event may take to prove that an e-mail of unknown outcome was taken. Default 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan EmailEvidence { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Silence after which an SMS moves to the next channel. Default 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3.00:00:00")]
    public TimeSpan SmsFallback { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Silence after which an e-mail moves to the next channel. Default 60 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3.00:00:00")]
    public TimeSpan EmailFallback { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>
    /// Silence after which messages of one kind move to the next channel, whichever they are on, 1 second to 3 days:
    /// <c>Delivery__FallbackAfter__status_updates</c>. It wins over the times of the channels; what a request says wins over it. Default: none.
    /// </summary>
    public Dictionary<string, TimeSpan> FallbackAfter { get; } = [];

    /// <summary>First pause before another try, doubled each time. Default 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:10:00")]
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest pause before another try. Default 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "06:00:00")]
    public TimeSpan LongestRetry { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Pause before an attempt that follows a failed receipt. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "06:00:00")]
    public TimeSpan RetryAfterReceipt { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>First look for an SMS receipt that has not come. Default 10 minutes; then 6 and 60 times that.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "06:00:00")]
    public TimeSpan FirstReceiptCheck { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Without a receipt until then a delivery expires. Default 72 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan ReceiptLimit { get; set; } = TimeSpan.FromHours(72);

    /// <summary>Pause before a message that failed too often is put back into its queue, five times that before the next. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan PutBackPause { get; set; } = TimeSpan.FromMinutes(1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CallWindow + CallTimeout >= Lease)
        {
            yield return new ValidationResult(
                "Delivery__CallWindow and Delivery__CallTimeout together must be shorter than Delivery__Lease: no call may outlive its claim.",
                [nameof(CallWindow), nameof(CallTimeout), nameof(Lease)]);
        }

        foreach (var (kind, _) in FallbackAfter.Where(f => f.Value < TimeSpan.FromSeconds(1) || f.Value > TimeSpan.FromDays(3)))
            yield return new ValidationResult($"Delivery__FallbackAfter__{kind} must be between 00:00:01 and 3.00:00:00.", [nameof(FallbackAfter)]);
    }

    /// <summary>The fallback time of a kind; null when it has none of its own.</summary>
    public TimeSpan? FallbackOf(string kind) => FallbackAfter.TryGetValue(NameOf(kind), out var time) || FallbackAfter.TryGetValue(kind, out time) ? time : null;

    /// <exception cref="OptionsValidationException">A fallback time is set for a kind that there is not.</exception>
    public void CheckKinds(IReadOnlyCollection<string> kinds)
    {
        if (FallbackAfter.Keys.FirstOrDefault(name => !kinds.Any(kind => name == kind || name == NameOf(kind))) is { } unknown)
        {
            throw new OptionsValidationException(
                Section, typeof(DeliveryOptions), [$"Delivery__FallbackAfter__{unknown} must name one of: {string.Join(", ", kinds.Select(NameOf))}."]);
        }
    }

    public DeliveryTimes ToTimes() => new()
    {
        HintGrace = HintGrace,
        Lease = Lease,
        CallWindow = CallWindow,
        EmailEvidence = EmailEvidence,
        SmsFallback = SmsFallback,
        EmailFallback = EmailFallback,
        FirstRetry = FirstRetry,
        LongestRetry = LongestRetry,
        RetryAfterReceipt = RetryAfterReceipt,
        ReceiptChecks = [FirstReceiptCheck, FirstReceiptCheck * 6, FirstReceiptCheck * 60],
        ReceiptLimit = ReceiptLimit,
    };

    // A shell takes no dashes in the names of settings.
    private static string NameOf(string kind) => kind.Replace('-', '_');
}

[OptionsValidator]
internal sealed partial class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>;
