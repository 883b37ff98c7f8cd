using System.Text.Json;
using System.Text.Json.Serialization;
using SendGrid.Json;

namespace SendGrid.Helpers.Mail;

/// <summary>
/// The body of <c>POST /v3/mail/send</c>. Methods that take an index work on that personalization, which must exist
/// or be the next one; a personalization given instead is added by each call, so give each only once.
/// </summary>
public class SendGridMessage
{
    public SendGridMessage()
    {
    }

    [JsonPropertyName("from")]
    public EmailAddress From { get; set; }

    [JsonPropertyName("subject")]
    public string Subject { get; set; }

    [JsonPropertyName("personalizations")]
    public List<Personalization> Personalizations { get; set; }

    [JsonPropertyName("content")]
    public List<Content> Contents { get; set; }

    /// <summary>With <see cref="HtmlContent"/> a short way to <see cref="Contents"/>, which serializing fills from them.</summary>
    [JsonIgnore]
    public string PlainTextContent { get; set; }

    [JsonIgnore]
    public string HtmlContent { get; set; }

    [JsonPropertyName("headers")]
    public Dictionary<string, string> Headers { get; set; }

    /// <summary>At most 10, of at most 255 characters; kept long by SendGrid, so nothing personal.</summary>
    [JsonPropertyName("categories")]
    public List<string> Categories { get; set; }

    /// <summary>They come back in every event, beneath those of a personalization.</summary>
    [JsonPropertyName("custom_args")]
    public Dictionary<string, string> CustomArgs { get; set; }

    /// <summary>Unix seconds, at most 72 hours ahead.</summary>
    [JsonPropertyName("send_at")]
    public long? SendAt { get; set; }

    [JsonPropertyName("asm")]
    public ASM Asm { get; set; }

    [JsonPropertyName("mail_settings")]
    public MailSettings MailSettings { get; set; }

    [JsonPropertyName("tracking_settings")]
    public TrackingSettings TrackingSettings { get; set; }

    [JsonPropertyName("reply_to")]
    public EmailAddress ReplyTo { get; set; }

    public void AddTo(string email, string name = null) => AddTo(new EmailAddress(Required(email), name));

    public void AddTo(EmailAddress email, int personalizationIndex = 0, Personalization personalization = null) =>
        (At(personalizationIndex, personalization).Tos ??= []).Add(email ?? throw new ArgumentNullException(nameof(email)));

    public void SetSubject(string subject, int personalizationIndex = 0, Personalization personalization = null) =>
        At(personalizationIndex, personalization).Subject = subject;

    public void AddHeader(string headerKey, string headerValue, int personalizationIndex = 0, Personalization personalization = null) =>
        (At(personalizationIndex, personalization).Headers ??= []).Add(headerKey, headerValue);

    public void AddSubstitution(
        string substitutionKey,
        string substitutionValue,
        int personalizationIndex = 0,
        Personalization personalization = null) =>
        (At(personalizationIndex, personalization).Substitutions ??= []).Add(substitutionKey, substitutionValue);

    public void AddCustomArg(
        string customArgKey,
        string customArgValue,
        int personalizationIndex = 0,
        Personalization personalization = null) =>
        (At(personalizationIndex, personalization).CustomArgs ??= []).Add(customArgKey, customArgValue);

    public void SetSendAt(long sendAt, int personalizationIndex = 0, Personalization personalization = null) =>
        At(personalizationIndex, personalization).SendAt = sendAt;

    public void SetFrom(EmailAddress email) => From = email;

    public void SetFrom(string email, string name = null) => From = new EmailAddress(Required(email), name);

    public void SetReplyTo(EmailAddress email) => ReplyTo = email;

    public void SetGlobalSubject(string subject) => Subject = subject;

    public void AddContent(string mimeType, string text) => (Contents ??= []).Add(new Content(mimeType, text));

    public void AddGlobalHeader(string key, string value) => (Headers ??= []).Add(key, value);

    public void AddGlobalCustomArg(string key, string value) => (CustomArgs ??= []).Add(key, value);

    public void AddCategory(string category) => (Categories ??= []).Add(category);

    public void SetGlobalSendAt(int sendAt) => SendAt = sendAt;

    public void SetAsm(int groupID, List<int> groupsToDisplay = null) =>
        Asm = new ASM { GroupId = groupID, GroupsToDisplay = groupsToDisplay };

    public void SetSandBoxMode(bool enable) => (MailSettings ??= new()).SandboxMode = new() { Enable = enable };

    public void SetClickTracking(bool enable, bool enableText) =>
        (TrackingSettings ??= new()).ClickTracking = new() { Enable = enable, EnableText = enableText };

    public void SetOpenTracking(bool enable, string substitutionTag = null) =>
        (TrackingSettings ??= new()).OpenTracking = new() { Enable = enable, SubstitutionTag = substitutionTag };

    public void SetSubscriptionTracking(bool enable, string html = null, string text = null, string substitutionTag = null) =>
        (TrackingSettings ??= new()).SubscriptionTracking =
            new() { Enable = enable, Html = html, Text = text, SubstitutionTag = substitutionTag };

    /// <summary>The JSON that goes out: nulls left out, plain text before HTML before other content, as the API demands.</summary>
    /// <param name="useDefaultSerialization">Of no effect here.</param>
    public string Serialize(bool useDefaultSerialization = true)
    {
        if (PlainTextContent is not null || HtmlContent is not null)
        {
            Contents = [];
            if (PlainTextContent is not null)
                AddContent(MimeType.Text, PlainTextContent);
            if (HtmlContent is not null)
                AddContent(MimeType.Html, HtmlContent);
            PlainTextContent = HtmlContent = null;
        }

        Contents = Contents?.OrderBy(content => content.Type == MimeType.Text ? 0 : content.Type == MimeType.Html ? 1 : 2).ToList();
        return JsonSerializer.Serialize(this, WireJson.Options);
    }

    private Personalization At(int index, Personalization given)
    {
        Personalizations ??= [];
        if (index > Personalizations.Count && given is null)
            throw new ArgumentException($"There are only {Personalizations.Count} personalizations.", nameof(index));
        if (given is not null || index == Personalizations.Count)
            Personalizations.Add(given ?? new Personalization());
        return given ?? Personalizations[index];
    }

    private static string Required(string email) =>
        string.IsNullOrWhiteSpace(email) ? throw new ArgumentNullException(nameof(email)) : email;
}
