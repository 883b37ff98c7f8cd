using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Peyk.Functions.Delivery.Email;

/// <summary>The e-mail provider, section <c>SendGrid</c>.</summary>
public sealed class SendGridOptions
{
    public const string Section = "SendGrid";

    /// <summary>A key with the scope <c>mail.send</c>; <c>doctor</c> and <c>providers setup</c> also want <c>user.webhooks</c>.</summary>
    [Required]
    public string ApiKey { get; set; } = "";

    /// <summary>The verified sender's address.</summary>
    [Required, EmailAddress]
    public string From { get; set; } = "";

    /// <summary>The sender's name; the provider takes ASCII only here. Default: no name.</summary>
    [RegularExpression("^[ -~]*$")]
    public string? FromName { get; set; }

    /// <summary>Base64 of the DER public key with which the provider signs its event webhook.</summary>
    [Required]
    public string WebhookPublicKey { get; set; } = "";

    /// <summary>
    /// Messages a second that all instances together give to the provider; may be a fraction. Over any second it may be exceeded by a
    /// tenth and one message. Default 0: as many as the provider takes.
    /// </summary>
    [Range(0, 10_000)]
    public double MessagesPerSecond { get; set; }

    /// <summary>Messages a day, counted in the organisation's zone; what is over waits for the next day. Default 0: no cap.</summary>
    [Range(0, int.MaxValue)]
    public int DailyCap { get; set; }

    /// <summary>Where the API is. Default https://api.sendgrid.com; EU subusers: https://api.eu.sendgrid.com.</summary>
    [Required, Url]
    public string BaseUrl { get; set; } = "https://api.sendgrid.com";
}

[OptionsValidator]
internal sealed partial class SendGridOptionsValidator : IValidateOptions<SendGridOptions>;
