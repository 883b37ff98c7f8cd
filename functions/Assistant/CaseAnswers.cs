using Microsoft.Extensions.Options;
using Peyk.Core.Calendars;
using Peyk.Core.Cases;
using Peyk.Core.Inbound;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.StatusUpdates.Tracking;

namespace Peyk.Functions.Assistant;

/// <summary>Tells by SMS where a case stands, to whoever has its tracking code, as the tracking page does.</summary>
public sealed class CaseAnswers(CaseTracker tracker, Links links, IOptions<AssistantOptions> options)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>
    /// The answer to a text with a code; null when it has none. All codes that lead nowhere are answered alike, and only a few of them
    /// are looked up within an hour: then even a right one is not, so that nobody learns which it is.
    /// </summary>
    public async Task<Turn?> FindAsync(
        InboundText text, SmsSession session, DateTimeOffset at, Language language, CancellationToken cancellationToken)
    {
        if (CodeInText.Find(text) is not { } found)
            return null;
        var misses = (session.Misses ?? []).Where(m => m > at - Window).ToList();
        if (misses.Count >= options.Value.WrongCodesPerHour)
            return found.IsWhole ? Turn.Of(session, InboundOutcome.CaseUnknown, Reply.Of("case-too-many", language)) : null;
        if (found.Code is { } code && await tracker.FindAsync(code, cancellationToken) is { } tracked)
            return Turn.Of(session, InboundOutcome.CaseShown, Tell(tracked, language));
        session = session with { Misses = [.. misses, at] };
        // Twelve digits among words may be something else: a person reads them.
        return found.IsWhole ? Turn.Of(session, InboundOutcome.CaseUnknown, Reply.Of("case-unknown", language)) : null;
    }

    private Reply Tell(TrackedCase tracked, Language language)
    {
        var timeline = tracked.Timeline;
        var next = timeline.Next;
        return Reply.Of(
            "case", language, null,
            ("opening", Opening(timeline.Standing?.Tone ?? CaseTone.Neutral, language)),
            ("service", tracked.Service.Name(language.Tag)),
            ("standing", timeline.Standing?.Announcement(language.Tag) ?? language["tracking.notStarted"]),
            ("hint", timeline.Standing?.NextHint(language.Tag)),
            ("next", next?.Step.Name(language.Tag)),
            ("expected", next?.Expected is { } date && !tracked.IsLate ? Reply.Day(date) : null),
            ("late", tracked.IsLate ? language["tracking.late"] : null),
            ("finished", timeline.IsFinished ? language["tracking.finished"] : null),
            ("url", links.Case(tracked.Code.Value)));
    }

    private static string? Opening(CaseTone tone, Language language) => tone switch
    {
        CaseTone.Neutral => null,
        CaseTone.Success => language["reply.success"],
        CaseTone.Setback => language["reply.setback"],
    };
}
