using Peyk.Core.Deliveries;

namespace Peyk.Functions.Feedback;

/// <summary>A request for feedback as the API shows it.</summary>
/// <param name="Answers">Everything that was answered, oldest first; of each item the last one that is not late counts.</param>
public sealed record FeedbackRequestView(
    Guid Id, string Survey, string? Service, FeedbackState State, string Language, Channel Channel, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt,
    string? Reference, DateTimeOffset? FirstAnswerAt, DateTimeOffset? RemindAt, IReadOnlyList<AnswerView> Answers)
{
    public static FeedbackRequestView Of(FeedbackRequest r, IEnumerable<GivenAnswer> given) => new(
        r.Id, r.Survey, r.Service, r.State, r.Language, r.Channel, r.CreatedAt, r.ExpiresAt, r.Person?.Reference, r.FirstAnswerAt, r.RemindAt,
        [.. given.OrderBy(a => a.At).Select(AnswerView.Of)]);
}

/// <param name="Flags">What makes the answer doubtful: <c>late</c>, <c>hasty</c>, <c>honeypot</c>.</param>
public sealed record AnswerView(
    string Item, int? Score, string? Comment, DateTimeOffset At, AnswerChannel Channel, double SecondsToAnswer, IReadOnlyList<string> Flags)
{
    public static AnswerView Of(GivenAnswer a) => new(
        a.Item, a.Score, a.Comment, a.At, a.Channel, Math.Round(a.TimeToAnswer.TotalSeconds), [.. WordsOf(a.Flags)]);

    public static IEnumerable<string> WordsOf(AnswerFlags flags) =>
        Enum.GetValues<AnswerFlags>().Where(f => f != AnswerFlags.None && flags.HasFlag(f)).Select(Shared.SnakeCase.ToWord);
}
