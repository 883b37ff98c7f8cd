using Peyk.Core.Inbound;
using Peyk.Functions.Feedback;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Complaints;

/// <summary>Makes a complaint of a low score, or of a comment that complains, so that somebody answers it.</summary>
public sealed class LowScores(ComplaintDesk desk, InboundWords words, DerivedIds ids)
{
    /// <summary>Opens a complaint if an answer calls for it: one for a request, however often the citizen changes the answers.</summary>
    public async Task<Complaint?> HearAsync(AnsweredRequest answered, CancellationToken cancellationToken)
    {
        var request = answered.Request;
        if (request.Person is not { } person)
            return null;
        int? score = answered.Survey.LowScore is { } low && answered.Answers.TryGetValue(low.Item, out var answer) && answer.Score <= low.AtMost
            ? answer.Score
            : null;
        var said = answered.Answers.Values.Select(a => a.Comment).OfType<string>().ToList();
        if (score is null && !said.Any(s => words.IsComplaint(InboundText.Read(s))))
            return null;
        return await desk.OpenAsync(
            new(
                IdOf(request), request.ClientId, request.IsTest, score is null ? ComplaintSource.Keyword : ComplaintSource.LowScore,
                request.Service, request.Language, request.Id, new(person, said.Count > 0 ? string.Join('\n', said) : null, score)),
            cancellationToken);
    }

    private Guid IdOf(FeedbackRequest request) => ids.Of(request.CreatedAt, "low-score", request.Id.ToString("D"));
}
