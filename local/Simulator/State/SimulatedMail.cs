namespace Peyk.Local.Simulator;

/// <summary>A mail to one recipient as the simulated SendGrid knows it at one moment.</summary>
public sealed record SimulatedMail
{
    /// <summary>The simulator's id of it: message id and number of the recipient.</summary>
    public required string Id { get; init; }

    /// <summary>What the request was answered with as <c>X-Message-Id</c>.</summary>
    public required string MessageId { get; init; }

    public required string To { get; init; }

    public required string? ToName { get; init; }

    public required string From { get; init; }

    public required string? FromName { get; init; }

    /// <summary>Subject, substitutions made.</summary>
    public required string Subject { get; init; }

    /// <summary>Type of the last event; <c>accepted</c> before the first one.</summary>
    public required string Status { get; init; }

    /// <summary>The provider's words about a failure.</summary>
    public required string? Reason { get; init; }

    /// <summary>Custom arguments of request and personalization, joined.</summary>
    public required IReadOnlyDictionary<string, string> CustomArgs { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Each event, oldest first.</summary>
    public required IReadOnlyList<StatusChange> History { get; init; }

    /// <summary>HTML part, substitutions made; null when there is none.</summary>
    public required string? Html { get; init; }

    /// <summary>Text part, substitutions made; null when there is none.</summary>
    public required string? Text { get; init; }

    /// <summary>Headers as the recipient's program would show them.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>The request as it came, with this recipient's personalization alone; indented JSON.</summary>
    public required string Source { get; init; }
}

/// <summary>The part of a mail that a list shows.</summary>
public sealed record SimulatedMailSummary(
    string Id,
    string To,
    string? ToName,
    string From,
    string? FromName,
    string Subject,
    string Preview,
    string Status,
    string? Reason,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);
