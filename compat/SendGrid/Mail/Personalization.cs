using System.Text.Json.Serialization;
using SendGrid.Json;

namespace SendGrid.Helpers.Mail;

/// <summary>
/// One rendered message and who gets it; everyone in it sees each other. A list with the same address twice is
/// sent with it once.
/// </summary>
public class Personalization
{
    public Personalization()
    {
    }

    [JsonPropertyName("to"), JsonConverter(typeof(DistinctAddresses))]
    public List<EmailAddress> Tos { get; set; }

    [JsonPropertyName("from")]
    public EmailAddress From { get; set; }

    [JsonPropertyName("subject")]
    public string Subject { get; set; }

    [JsonPropertyName("headers")]
    public Dictionary<string, string> Headers { get; set; }

    /// <summary>At most 10,000 bytes; replaced in subject and content.</summary>
    [JsonPropertyName("substitutions")]
    public Dictionary<string, string> Substitutions { get; set; }

    /// <summary>At most 10,000 bytes with the message's own, which these override; they come back in every event.</summary>
    [JsonPropertyName("custom_args")]
    public Dictionary<string, string> CustomArgs { get; set; }

    /// <summary>Unix seconds, at most 72 hours ahead.</summary>
    [JsonPropertyName("send_at")]
    public long? SendAt { get; set; }
}
