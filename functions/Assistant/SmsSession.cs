using Peyk.Core.Inbound;
using Peyk.Core.Surveys;

namespace Peyk.Functions.Assistant;

/// <summary>Where the talk with one number stands, on one messaging service of ours.</summary>
/// <param name="Request">The request for feedback that texts answer; null when none was met yet.</param>
/// <param name="IsOver">Its questions are done, or were given up.</param>
/// <param name="Prompts">How often the open item was asked again.</param>
/// <param name="Scores">What was answered here so far, by item; null for a comment. The log may not have it yet.</param>
/// <param name="Replies">When we replied within the last hour.</param>
/// <param name="Misses">When a tracking code was not found within the last hour.</param>
/// <param name="LastText">Keyed hash of the last text that answered no question.</param>
/// <param name="SameTexts">How often in a row that text came.</param>
public sealed record SmsSession(
    Guid? Request = null, bool IsOver = false, int Prompts = 0, IReadOnlyDictionary<string, int?>? Scores = null,
    IReadOnlyList<DateTimeOffset>? Replies = null, IReadOnlyList<DateTimeOffset>? Misses = null, string? LastText = null, int SameTexts = 0)
{
    /// <summary>The same, in which nothing was said of this request yet, unless it is the one at hand.</summary>
    public SmsSession About(Guid request) => Request == request ? this : this with { Request = request, IsOver = false, Prompts = 0, Scores = null };

    /// <summary>What counts of the answers: those that the log has, and those that were given here.</summary>
    public Dictionary<string, Answer> Merge(IReadOnlyDictionary<string, Answer> logged)
    {
        var all = new Dictionary<string, Answer>(logged, StringComparer.Ordinal);
        foreach (var (item, score) in Scores ?? new Dictionary<string, int?>())
            all.TryAdd(item, new(score));
        return all;
    }

    public SmsSession With(string item, Answer answer) => this with
    {
        Prompts = 0,
        Scores = new Dictionary<string, int?>(Scores ?? new Dictionary<string, int?>(), StringComparer.Ordinal) { [item] = answer.Score },
    };
}

/// <summary>A request for feedback that was put to a number by SMS.</summary>
/// <param name="From">When it is sent.</param>
/// <param name="Until">Answers that come later are late.</param>
public sealed record AskedBySms(Guid Request, DateTimeOffset From, DateTimeOffset Until);

/// <summary>What is decided about a text, and how the talk stands then.</summary>
public sealed record Turn(SmsSession Session, InboundDecision Decision)
{
    public static Turn Of(SmsSession session, InboundOutcome outcome, Reply? reply = null) => new(session, new(outcome, Reply: reply));

    /// <summary>What a text is that answers no question and no command: the same again may come from a machine.</summary>
    public bool IsRepeatable => Decision is { Answer: null, Command: null or Command.Help };
}
