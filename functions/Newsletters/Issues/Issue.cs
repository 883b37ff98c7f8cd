using Azure;
using Peyk.Core.Newsletters;
using Peyk.Functions.Clients;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>One edition of a newsletter as its head has it; what it says is in its <see cref="IssueContent"/>.</summary>
/// <param name="Id">A UUIDv7.</param>
/// <param name="Client">Whose key posted it; with a test key nothing is given to a provider.</param>
/// <param name="Segment">Which subscribers of the topic it is for.</param>
/// <param name="Subjects">Its subjects by language tag, as the editor wrote them; their keys are the languages of the issue.</param>
/// <param name="Revision">Rises with every change of the texts.</param>
/// <param name="ChangedAt">When the client last changed or turned it.</param>
public sealed record Issue(
    Guid Id,
    string Topic,
    ApiClient Client,
    IssueState State,
    Segment Segment,
    IReadOnlyDictionary<string, string> Subjects,
    int Revision,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt)
{
    /// <summary>When it shall go at the earliest. A draft may have one already; a scheduled one always has.</summary>
    public DateTimeOffset? SendAt { get; init; }

    /// <summary>Hours of the organisation's day outside of which it rests; null when it goes at any hour.</summary>
    public SendWindow? Window { get; init; }

    /// <summary>From when on nobody gets it any more; null when it is of use for good.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The client's own name for it.</summary>
    public string? Reference { get; init; }

    /// <summary>When it first went out; from then on the archive shows it.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was sent or cancelled.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What stopped it; null unless it is paused.</summary>
    public PauseCause? PausedBy { get; init; }

    /// <summary>Keys of the idempotency row that names the issue, which goes when the issue goes.</summary>
    public string? IdempotencyRow { get; init; }

    public ETag Version { get; init; }

    /// <summary>Whether the archive shows it: once it went to somebody, unless it was taken back.</summary>
    public bool IsPublished => StartedAt is not null && State != IssueState.Cancelled && !Client.IsTest;
}

/// <summary>What an issue says, in each of its languages. Nothing in it is personal.</summary>
/// <param name="Texts">By language tag.</param>
public sealed record IssueContent(IReadOnlyDictionary<string, IssueText> Texts);
