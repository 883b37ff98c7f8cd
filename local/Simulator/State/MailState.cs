using System.Text.Encodings.Web;
using System.Text.Json;
using Peyk.Local.Simulator.Email;

namespace Peyk.Local.Simulator.State;

/// <summary>
/// A mail to one recipient and its way so far. Its content stays in the request's bytes, whose larger part all recipients share,
/// and is read from there when somebody looks: accepting ten thousand mails costs no ten thousand renderings.
/// </summary>
internal sealed class MailState(string messageId, int recipient, string address, DateTimeOffset createdAt)
{
    private const int PreviewLength = 140;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock _lock = new();
    private readonly List<StatusChange> _history = [];
    private string _status = "accepted";
    private string? _reason;
    private DateTimeOffset _updatedAt = createdAt;

    public string Id { get; } = $"{messageId}.{recipient}";

    public string MessageId { get; } = messageId;

    public string Address { get; } = address;

    public required MailRequest Request { get; init; }

    /// <summary>JSON of the personalization that the recipient belongs to.</summary>
    public required byte[] Personalization { get; init; }

    /// <summary>Members that each of its events repeats.</summary>
    public required byte[] Repeated { get; init; }

    /// <summary>The longer id that events carry.</summary>
    public string ProviderId => $"{MessageId}.recvd-7bd9484584-local-1-{CreatedAt.ToUnixTimeSeconds():X}-1.{recipient}";

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public int Bytes => Personalization.Length + Repeated.Length + (Request.Frame.Length / Math.Max(1, Request.Recipients));

    public void Happened(string type, string? reason, DateTimeOffset at)
    {
        lock (_lock)
        {
            _history.Add(new(type, at));
            _updatedAt = at;
            // It may come last, but is never the last that happened.
            if (type is "processed" && _status is not "accepted")
                return;
            _status = type;
            _reason = reason;
        }
    }

    public SimulatedMailSummary Summary()
    {
        using var content = MailContent.Read(Request.Frame, Personalization);
        var preview = content.Part("text/plain") ?? "";
        lock (_lock)
        {
            return new(Id, Address, content.NameOf(Address), content.From, content.FromName, content.Subject,
                preview.Length > PreviewLength ? preview[..PreviewLength] : preview, _status, _reason, CreatedAt, _updatedAt);
        }
    }

    public SimulatedMail Snapshot()
    {
        using var content = MailContent.Read(Request.Frame, Personalization);
        lock (_lock)
        {
            return new()
            {
                Id = Id,
                MessageId = MessageId,
                To = Address,
                ToName = content.NameOf(Address),
                From = content.From,
                FromName = content.FromName,
                Subject = content.Subject,
                Status = _status,
                Reason = _reason,
                CustomArgs = content.CustomArgs(),
                CreatedAt = CreatedAt,
                UpdatedAt = _updatedAt,
                History = [.. _history],
                Html = content.Part("text/html"),
                Text = content.Part("text/plain"),
                Headers = content.Headers(MessageId, CreatedAt),
                Categories = content.Categories(),
                Source = content.Source(Readable),
            };
        }
    }
}
