using Microsoft.Extensions.Options;
using Peyk.Core.Surveys;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Feedback;

/// <summary>A request with what counts of its answers.</summary>
public sealed record AnsweredRequest(FeedbackRequest Request, SurveyDefinition Survey, IReadOnlyDictionary<string, Answer> Answers);

/// <summary>Keeps answers, from wherever they come, and tells what counts of them.</summary>
public sealed class FeedbackAnswers(
    FeedbackStore requests,
    ResponseStore responses,
    NotificationStore notifications,
    FeedbackAsker asker,
    RecountMarks marks,
    SurveyCatalog surveys,
    IOptions<FeedbackOptions> options,
    TimeProvider time)
{
    private const int MostConflicts = 8;

    /// <summary>Null when there is no such request, or nobody was asked.</summary>
    public async Task<AnsweredRequest?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await requests.FindAsync(id, cancellationToken) is not { State: FeedbackState.Open or FeedbackState.Answered or FeedbackState.Closed } request
            || surveys.Find(request.Survey) is not { } survey)
            return null;
        return new(request, survey, Counting(await responses.FindAsync(request, cancellationToken)));
    }

    /// <summary>The last answer to each item that came in time.</summary>
    public static IReadOnlyDictionary<string, Answer> Counting(IEnumerable<GivenAnswer> given)
    {
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var answer in given.Where(a => !a.Flags.HasFlag(AnswerFlags.Late)).OrderBy(a => a.At))
            answers[answer.Item] = new(answer.Score, answer.Comment);
        return answers;
    }

    /// <summary>What would count if answers came at a moment; late ones do not.</summary>
    public static AnsweredRequest With(AnsweredRequest asked, IReadOnlyDictionary<string, Answer> answers, DateTimeOffset at)
    {
        if (at >= asked.Request.ExpiresAt)
            return asked;
        var all = new Dictionary<string, Answer>(asked.Answers, StringComparer.Ordinal);
        foreach (var (item, answer) in answers)
            all[item] = answer;
        return asked with { Answers = all };
    }

    /// <summary>
    /// Keeps answers. At the same moment they are kept once, however often that is asked. Nothing is kept of a person who was erased, or
    /// whose time is over: nobody could find it again.
    /// </summary>
    /// <param name="at">When they came.</param>
    /// <returns>The request with all that counts now.</returns>
    public async Task<AnsweredRequest> RecordAsync(
        AnsweredRequest asked, IReadOnlyDictionary<string, Answer> answers, AnswerChannel channel, DateTimeOffset at, AnswerFlags flags,
        CancellationToken cancellationToken)
    {
        var request = asked.Request;
        if (answers.Count == 0 || request.Person is null)
            return asked;
        var sent = await SentAtAsync(request, cancellationToken);
        if (at >= request.ExpiresAt)
            flags |= AnswerFlags.Late;
        if (at - sent < options.Value.Hasty)
            flags |= AnswerFlags.Hasty;
        await responses.AddAsync(
            [.. answers.Select(a => new GivenAnswer(
                request.Id, request.ClientId, request.Survey, a.Key, at, a.Value.Score, channel, request.Language, request.Service, at - sent, flags, request.IsTest,
                a.Value.Comment))],
            cancellationToken);
        var all = Counting(await responses.FindAsync(request, cancellationToken));
        return asked with { Request = await SettleAsync(asked, all, cancellationToken), Answers = all };
    }

    /// <summary>Brings the request's state up to its answers, and takes the reminder back.</summary>
    private async Task<FeedbackRequest> SettleAsync(AnsweredRequest asked, IReadOnlyDictionary<string, Answer> answers, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            // Read anew: the person may have been erased while the answers were written.
            if (await requests.FindAsync(asked.Request.Id, cancellationToken) is not { Person: not null } request)
            {
                await responses.RemoveCommentsAsync(asked.Request, cancellationToken);
                return asked.Request with { Person = null };
            }

            var changed = request with
            {
                FirstAnswerAt = request.FirstAnswerAt ?? time.GetUtcNow(),
                RemindAt = null,
                State = request.State == FeedbackState.Open && asked.Survey.Next(answers) is null ? FeedbackState.Answered : request.State,
            };
            // The reminder goes first: should this end here, a repeat takes it back again and then writes.
            if (request.RemindAt is not null)
                await asker.EndReminderAsync(request, cancellationToken);
            // The day on which it was asked is counted again, mostly long after it.
            if (request.FirstAnswerAt is null)
                await marks.MarkAsync(request.Id, cancellationToken);
            if (changed == request || await requests.TrySaveAsync(request, changed, cancellationToken))
                return changed;
        }

        throw new InvalidOperationException($"Request {asked.Request.Id} changed {MostConflicts} times while its answer was kept.");
    }

    /// <summary>When the question went out; the request's own time when that is not known.</summary>
    private async Task<DateTimeOffset> SentAtAsync(FeedbackRequest request, CancellationToken cancellationToken)
    {
        var stored = await notifications.ReadHeadAsync(request.Id, cancellationToken);
        return stored?.Notification.Deliveries.Select(d => d.SentAt).OfType<DateTimeOffset>().Order().Cast<DateTimeOffset?>().FirstOrDefault()
            ?? request.CreatedAt;
    }
}
