namespace Peyk.Core.Deliveries;

/// <summary>A way to reach a person.</summary>
public enum Channel
{
    Sms,
    Email,
}

/// <summary>How the channels of a notification are used.</summary>
public enum ChannelPolicy
{
    /// <summary>The first channel that works; the next one when it fails or stays silent.</summary>
    Preferred,

    /// <summary>Every channel at once.</summary>
    All,

    /// <summary>The first channel and no other.</summary>
    Only,
}
