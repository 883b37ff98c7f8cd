using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Addresses;

namespace Peyk.Functions.Shared.Settings;

/// <summary>Settings of the deployment as a whole, section <c>Peyk</c> (<c>Peyk__Name</c> in the environment).</summary>
public sealed class PeykOptions : IValidatableObject
{
    public const string Section = "Peyk";

    /// <summary>Base of every link and callback that leaves the system, without a path. No default.</summary>
    [Required, Url]
    public string PublicUrl { get; set; } = "";

    /// <summary>The organisation's time zone (TZDB id): it sets the partition day and the dates in messages. Default Asia/Tehran.</summary>
    [Required]
    public string TimeZone { get; set; } = "Asia/Tehran";

    /// <summary>Language of a recipient who names none. Default fa.</summary>
    [Required]
    public string DefaultLanguage { get; set; } = "fa";

    /// <summary>Name of the organisation in messages and pages, per language: <c>Peyk__Organisation__fa</c>. Default: پیک, Peyk.</summary>
    public Dictionary<string, string> Organisation { get; } = new() { ["fa"] = "پیک", ["en"] = "Peyk" };

    /// <summary>Whom to ask, per language, where a service names nobody: <c>Peyk__HelpContact__fa</c>. Default: nobody.</summary>
    public Dictionary<string, string> HelpContact { get; } = [];

    /// <summary>
    /// Master keys as <c>id:base64</c> of 32 bytes, comma-separated, the current one first; older ones are kept so that what
    /// they wrapped can still be read. No default.
    /// </summary>
    [Required]
    public string MasterKeys { get; set; } = "";

    /// <summary>Key of the look-up hashes of addresses, references and idempotency keys: base64 of 32 bytes. Never rotated. No default.</summary>
    [Required]
    public string LookupKey { get; set; } = "";

    /// <summary>
    /// Keys that sign exported receipts: base64 of PKCS #8, curve P-256, comma-separated, the current one first; older ones are kept
    /// so that what they signed can still be checked. Without one, no receipts are exported.
    /// </summary>
    public string SigningKey { get; set; } = "";

    /// <summary>How long an idempotency key answers for its first request. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan IdempotencyPeriod { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long a message may wait before it is of no use, unless the client says otherwise. Default 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan DefaultLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How many proxies of ours stand before the app, each of which adds the address it was called from to <c>X-Forwarded-For</c>; 1 under
    /// Azure's front ends. Default 0: the header is not believed. Too high a number lets callers choose their address.
    /// </summary>
    [Range(0, 5)]
    public int TrustedProxyHops { get; set; }

    /// <summary>Wrong tracking codes that one address may try in a minute. Default 30.</summary>
    [Range(1, 10_000)]
    public int TrackingGuesses { get; set; } = 30;

    /// <summary>Longest time ahead that a message may be scheduled or kept. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan LongestLifetime { get; set; } = TimeSpan.FromDays(30);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) && (url.PathAndQuery != "/" || url.Fragment.Length > 0))
            yield return new ValidationResult("Peyk__PublicUrl must end with the host or the port: no path, query or fragment.", [nameof(PublicUrl)]);
        if (TimeZone.Length > 0 && DateTimeZoneProviders.Tzdb.GetZoneOrNull(TimeZone) is null)
            yield return new ValidationResult("Peyk__TimeZone must be a time zone of the TZDB, such as Asia/Tehran.", [nameof(TimeZone)]);
        if (DefaultLanguage.Length > 0 && !LanguageTag.TryParse(DefaultLanguage, out _, out _))
            yield return new ValidationResult("Peyk__DefaultLanguage must be a language tag, such as fa.", [nameof(DefaultLanguage)]);
    }
}

[OptionsValidator]
internal sealed partial class PeykOptionsValidator : IValidateOptions<PeykOptions>;
