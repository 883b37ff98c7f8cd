using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Peyk.Functions.Delivery.Sms;

/// <summary>The SMS provider, section <c>Twilio</c>. One of <see cref="MessagingServiceSid"/> and <see cref="From"/> is needed.</summary>
public sealed class TwilioOptions : IValidatableObject
{
    public const string Section = "Twilio";

    /// <summary><c>AC</c> and 32 hexadecimal digits.</summary>
    [Required, RegularExpression("^AC[0-9a-fA-F]{32}$")]
    public string AccountSid { get; set; } = "";

    /// <summary>Authenticates our calls unless an API key is set, and signs Twilio's webhooks always.</summary>
    [Required]
    public string AuthToken { get; set; } = "";

    /// <summary>The token before the last rotation: webhooks signed with it are still taken. Optional.</summary>
    public string? PreviousAuthToken { get; set; }

    /// <summary>An API key that authenticates our calls instead of the account's token; can be revoked alone. Optional.</summary>
    public string? ApiKeySid { get; set; }

    /// <summary>The API key's secret. Optional.</summary>
    public string? ApiKeySecret { get; set; }

    /// <summary><c>MG</c> and 32 hexadecimal digits.</summary>
    [RegularExpression("^MG[0-9a-fA-F]{32}$")]
    public string? MessagingServiceSid { get; set; }

    /// <summary>The sender: E.164, short code or alphanumeric id.</summary>
    public string? From { get; set; }

    /// <summary>
    /// Messages a second that all instances together give to the provider; may be a fraction. Over any second it may be exceeded by a
    /// tenth and one message. Default 0: as many as the provider takes.
    /// </summary>
    [Range(0, 10_000)]
    public double MessagesPerSecond { get; set; }

    /// <summary>Messages a day, counted in the organisation's zone; what is over waits for the next day. Default 0: no cap.</summary>
    [Range(0, int.MaxValue)]
    public int DailyCap { get; set; }

    /// <summary>Where the API is. Default https://api.twilio.com.</summary>
    [Required, Url]
    public string BaseUrl { get; set; } = "https://api.twilio.com";

    /// <summary>Where the API of Messaging Services is: <c>doctor</c> and <c>providers setup</c> ask it. Default https://messaging.twilio.com.</summary>
    [Required, Url]
    public string MessagingBaseUrl { get; set; } = "https://messaging.twilio.com";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(MessagingServiceSid) && string.IsNullOrEmpty(From))
            yield return new ValidationResult("Twilio__MessagingServiceSid or Twilio__From must be set.", [nameof(MessagingServiceSid), nameof(From)]);
        if (string.IsNullOrEmpty(ApiKeySid) != string.IsNullOrEmpty(ApiKeySecret))
            yield return new ValidationResult("Twilio__ApiKeySid and Twilio__ApiKeySecret go together.", [nameof(ApiKeySid), nameof(ApiKeySecret)]);
    }
}

[OptionsValidator]
internal sealed partial class TwilioOptionsValidator : IValidateOptions<TwilioOptions>;
