using System.Text.Json.Serialization;

namespace Peyk.Local.Simulator;

/// <summary>What a provider does to every sending request while the switch is on.</summary>
public enum Fault
{
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>Answers 500 and accepts nothing.</summary>
    [JsonStringEnumMemberName("serverError")]
    ServerError,

    /// <summary>Answers 429 and accepts nothing.</summary>
    [JsonStringEnumMemberName("rateLimited")]
    RateLimited,

    /// <summary>Accepts nothing and never answers.</summary>
    [JsonStringEnumMemberName("timeoutBeforeAccept")]
    TimeoutBeforeAccept,

    /// <summary>Accepts and never answers.</summary>
    [JsonStringEnumMemberName("timeoutAfterAccept")]
    TimeoutAfterAccept,

    /// <summary>Accepts and answers 500.</summary>
    [JsonStringEnumMemberName("errorAfterAccept")]
    ErrorAfterAccept,

    /// <summary>Resets the connection and accepts nothing.</summary>
    [JsonStringEnumMemberName("resetBeforeAccept")]
    ResetBeforeAccept,

    /// <summary>Accepts and resets the connection.</summary>
    [JsonStringEnumMemberName("resetAfterAccept")]
    ResetAfterAccept,
}

/// <summary>Switches that make a whole provider misbehave, for a period or until they are set back.</summary>
public sealed class Faults(TimeProvider time)
{
    private volatile Setting _twilio = Setting.Off;
    private volatile Setting _sendGrid = Setting.Off;

    /// <summary>Fault of the Messages API. Setting it lasts until the next setting.</summary>
    public Fault Twilio
    {
        get => _twilio.At(time.GetUtcNow());
        set => _twilio = new(value, DateTimeOffset.MaxValue);
    }

    /// <summary>Fault of mail/send. Setting it lasts until the next setting.</summary>
    public Fault SendGrid
    {
        get => _sendGrid.At(time.GetUtcNow());
        set => _sendGrid = new(value, DateTimeOffset.MaxValue);
    }

    /// <summary>While true, receipts change the state here but no webhook is posted; they are lost for good.</summary>
    public bool LoseReceipts { get; set; }

    public void SetTwilio(Fault fault, TimeSpan period) => _twilio = new(fault, time.GetUtcNow() + period);

    public void SetSendGrid(Fault fault, TimeSpan period) => _sendGrid = new(fault, time.GetUtcNow() + period);

    private sealed record Setting(Fault Fault, DateTimeOffset Until)
    {
        public static readonly Setting Off = new(Fault.None, DateTimeOffset.MaxValue);

        public Fault At(DateTimeOffset now) => now < Until ? Fault : Fault.None;
    }
}
