using System.Net.Http.Headers;

namespace SendGrid;

/// <summary>Where and as whom to call.</summary>
public class BaseClientOptions
{
    public BaseClientOptions()
    {
    }

    /// <summary>Base URL, with or without a slash at its end.</summary>
    public string Host { get; set; }

    /// <summary>First segment of every path. Default <c>v3</c>.</summary>
    public string Version { get; set; } = "v3";

    /// <summary>Path of calls that name none.</summary>
    public string UrlPath { get; set; }

    /// <summary>Sent with every request, as <c>on-behalf-of</c>.</summary>
    public Dictionary<string, string> RequestHeaders { get; set; } = [];

    public AuthenticationHeaderValue Auth { get; set; }
}
