using Peyk.Core.Deliveries;
using Peyk.Core.Surveys;
using Peyk.Functions.Feedback;

namespace Peyk.Testing;

/// <summary>Answers of the last months, as they are kept: two questions about services, and one survey with expectations.</summary>
public static class AnswerSamples
{
    private const int Months = 5;
    private const int EachMonth = 24;

    public static async Task WriteAsync(PeykHost app)
    {
        var random = new Random(7);
        var now = app.Get<TimeProvider>().GetUtcNow();
        var expectations = app.Get<SurveyCatalog>().Find("servqual")!.Items.Where(i => !i.IsComment).ToList();
        for (var month = 0; month < Months; month++)
        {
            var at = now.AddDays(-30 * month);
            for (var i = 0; i < EachMonth; i++)
            {
                var service = i % 3 == 0 ? "unemployment-benefit" : "retirement";
                await AnswerAsync(app, "csat", service, i % 2 == 0 ? AnswerChannel.Sms : AnswerChannel.Web, at, [("satisfaction", random.Next(1, 6))]);
                await AnswerAsync(app, "nps", service, AnswerChannel.Web, at, i % 4 == 0 ? [] : [("recommend", random.Next(0, 11))]);
            }

            for (var i = 0; i < EachMonth / 3; i++)
                await AnswerAsync(app, "servqual", null, AnswerChannel.Web, at, [.. expectations.Select(e => (e.Key, e.Role == ItemRole.Expectation ? 6 : random.Next(3, 7)))]);
        }
    }

    /// <param name="scores">By item; none from somebody who did not answer.</param>
    private static async Task AnswerAsync(
        PeykHost app, string survey, string? service, AnswerChannel channel, DateTimeOffset at, IReadOnlyList<(string Item, int Score)> scores)
    {
        var request = new FeedbackRequest(
            Guid.CreateVersion7(at), "samples", IsTest: false, survey, "fa", service, Channel.Sms, at, at.AddDays(14), FeedbackState.Open, Person: null);
        await app.Get<FeedbackStore>().AddAsync(request, default);
        if (scores.Count == 0)
            return;
        await app.Get<ResponseStore>().AddAsync(
            [.. scores.Select(s => new GivenAnswer(request.Id, "samples", survey, s.Item, at, s.Score, channel, "fa", service, TimeSpan.FromHours(1), AnswerFlags.None, IsTest: false))],
            default);
    }
}
