using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>What is counted. What is absent follows the account, so switch off by name.</summary>
public class TrackingSettings
{
    public TrackingSettings()
    {
    }

    [JsonPropertyName("click_tracking")]
    public ClickTracking ClickTracking { get; set; }

    [JsonPropertyName("open_tracking")]
    public OpenTracking OpenTracking { get; set; }

    [JsonPropertyName("subscription_tracking")]
    public SubscriptionTracking SubscriptionTracking { get; set; }
}

/// <summary>Rewrites links, those to unsubscribe included.</summary>
public class ClickTracking
{
    public ClickTracking()
    {
    }

    [JsonPropertyName("enable")]
    public bool? Enable { get; set; }

    /// <summary>Links in plain text too.</summary>
    [JsonPropertyName("enable_text")]
    public bool? EnableText { get; set; }
}

/// <summary>Adds an invisible image.</summary>
public class OpenTracking
{
    public OpenTracking()
    {
    }

    [JsonPropertyName("enable")]
    public bool? Enable { get; set; }

    [JsonPropertyName("substitution_tag")]
    public string SubstitutionTag { get; set; }
}

/// <summary>Adds SendGrid's own unsubscribe link.</summary>
public class SubscriptionTracking
{
    public SubscriptionTracking()
    {
    }

    [JsonPropertyName("enable")]
    public bool Enable { get; set; }

    [JsonPropertyName("text")]
    public string Text { get; set; }

    [JsonPropertyName("html")]
    public string Html { get; set; }

    [JsonPropertyName("substitution_tag")]
    public string SubstitutionTag { get; set; }
}
