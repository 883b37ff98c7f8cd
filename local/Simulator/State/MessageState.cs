using Peyk.Local.Simulator.Sms;

namespace Peyk.Local.Simulator.State;

/// <summary>A message and its way so far; changed under its own lock.</summary>
internal sealed class MessageState(string sid, string direction, string? from, string to, string body, DateTimeOffset createdAt)
{
    private readonly Lock _lock = new();
    private readonly List<StatusChange> _history = [];
    private string _status = "";
    private SmsSize _size = SmsSize.Of(body);

    public string Sid { get; } = sid;

    public string Direction { get; } = direction;

    public string? From { get; private set; } = from;

    public string To { get; } = to;

    public string Body { get; private set; } = body;

    public string? MessagingServiceSid { get; init; }

    public string? StatusCallback { get; init; }

    public int? ValidityPeriod { get; init; }

    public int Media { get; init; }

    public DateTimeOffset? SendAt { get; init; }

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public DateTimeOffset? SentAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; } = createdAt;

    public int? ErrorCode { get; private set; }

    public int? WebhookStatus { get; set; }

    public string Status
    {
        get
        {
            lock (_lock)
                return _status;
        }
    }

    /// <summary>Segments as the API tells them: none before a Messaging Service has chosen a sender.</summary>
    public int Segments => From is null ? 0 : _size.Segments;

    /// <summary>Moves on to a status; one that lies behind the present one changes nothing.</summary>
    public bool Advance(string status, int? code, string senderNumber, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (Rank(status) <= Rank(_status))
                return false;
            _status = status;
            ErrorCode = code;
            UpdatedAt = now;
            _history.Add(new(status, now));
            if (status is not ("accepted" or "scheduled" or "canceled"))
                From ??= senderNumber;
            if (status is "sent" or "delivered" or "undelivered")
                SentAt ??= now;
            return true;
        }
    }

    /// <summary>Cancels what is still scheduled; false when it is too late.</summary>
    public bool Cancel(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_status is not "scheduled")
                return false;
            _status = "canceled";
            UpdatedAt = now;
            _history.Add(new("canceled", now));
            return true;
        }
    }

    public void Redact(DateTimeOffset now)
    {
        lock (_lock)
        {
            Body = "";
            UpdatedAt = now;
        }
    }

    public SimulatedMessage Snapshot()
    {
        lock (_lock)
        {
            return new(Sid, Direction, From, To, Body, _status, ErrorCode, _size.Segments, _size.Encoding, MessagingServiceSid,
                StatusCallback, ValidityPeriod, CreatedAt, SentAt, UpdatedAt, [.. _history], WebhookStatus);
        }
    }

    private static int Rank(string status) => status switch
    {
        "" => 0,
        "accepted" or "scheduled" or "receiving" => 1,
        "queued" => 2,
        "sending" => 3,
        "sent" => 4,
        _ => 5,
    };
}
