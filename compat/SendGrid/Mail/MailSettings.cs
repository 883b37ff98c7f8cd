using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>How the message is handled.</summary>
public class MailSettings
{
    public MailSettings()
    {
    }

    [JsonPropertyName("sandbox_mode")]
    public SandboxMode SandboxMode { get; set; }
}

/// <summary>Checks the request and sends nothing.</summary>
public class SandboxMode
{
    public SandboxMode()
    {
    }

    [JsonPropertyName("enable")]
    public bool? Enable { get; set; }
}
