using Peyk.Functions.Feedback;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Complaints;

/// <summary>Makes a complaint of a low score, so that somebody answers it.</summary>
public sealed class LowScores(ComplaintDesk desk, DerivedIds ids)
{
    /// <summary>Opens a complaint if an answer calls for it: one for a request, however often the citizen changes the answers.</summary>
    public async Task<Complaint?> HearAsync(AnsweredRequest answered, CancellationToken cancellationToken)
    {
        var request = answered.Request;
        if (answered.Survey.LowScore is not { } low || request.Person is not { } person
            || !answered.Answers.TryGetValue(low.Item, out var answer) || answer.Score > low.AtMost)
            return null;
        var said = answered.Answers.Values.Select(a => a.Comment).OfType<string>();
        return await desk.OpenAsync(
            new(
                ids.Of(request.CreatedAt, "low-score", request.Id.ToString("D")), request.ClientId, request.IsTest, ComplaintSource.LowScore,
                request.Service, request.Language, request.Id, new(person, string.Join('\n', said) is { Length: > 0 } text ? text : null, answer.Score)),
            cancellationToken);
    }
}
