using System.Buffers.Text;
using System.Text;
using Peyk.Core.Surveys;
using Peyk.Functions.Clients;

namespace Peyk.Functions.Feedback;

/// <summary>An answer in a list.</summary>
public sealed record ResponseItem(
    Guid Request, string Survey, string Item, int? Score, string? Comment, DateTimeOffset At, AnswerChannel Channel, string Language, string? Service,
    double SecondsToAnswer, IReadOnlyList<string> Flags)
{
    public static ResponseItem Of(GivenAnswer a) => new(
        a.Request, a.Survey, a.Item, a.Score, a.Comment, a.At, a.Channel, a.Language, a.Service, Math.Round(a.TimeToAnswer.TotalSeconds),
        [.. AnswerView.WordsOf(a.Flags)]);
}

/// <param name="Next">Cursor of the next page; null when this is the last one.</param>
public sealed record ResponsePage(IReadOnlyList<ResponseItem> Items, string? Next);

/// <summary>Reads the log of answers in the order of survey, month and request.</summary>
public sealed class ResponseReader(ResponseStore responses, SurveyCatalog surveys)
{
    public const int UsualPage = 100;
    public const int LongestPage = 1000;

    /// <param name="after">Where an earlier page ended; null to begin with the first.</param>
    public async Task<ResponsePage> ReadAsync(
        ApiClient client, ResponseQuery query, ResponsePlace? after, int limit, CancellationToken cancellationToken)
    {
        var items = new List<ResponseItem>();
        ResponsePlace? last = null;
        await foreach (var (place, answer) in ReadAsync(client, query, after, cancellationToken))
        {
            if (items.Count == limit)
                return new(items, last!.ToString());
            items.Add(ResponseItem.Of(answer));
            last = place;
        }

        return new(items, null);
    }

    /// <summary>Every answer that fits.</summary>
    public async IAsyncEnumerable<(ResponsePlace Place, GivenAnswer Answer)> ReadAsync(
        ApiClient client, ResponseQuery query, ResponsePlace? after,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var survey in surveys.Surveys.Select(s => s.Key).Where(s => query.Survey is null || s == query.Survey).Order(StringComparer.Ordinal))
        {
            foreach (var month in query.Months)
            {
                var name = $"{survey}|{month.UtcDateTime:yyyyMM}";
                var order = after is null ? 1 : string.CompareOrdinal(name, after.Month);
                if (order < 0)
                    continue;
                await foreach (var (row, answer) in responses.ReadMonthAsync(survey, month, order == 0 ? after!.Row : null, cancellationToken))
                {
                    if (Fits(client, query, answer))
                        yield return (new(name, row), answer);
                }
            }
        }
    }

    private static bool Fits(ApiClient client, ResponseQuery query, GivenAnswer answer) =>
        answer.ClientId == client.Id && answer.IsTest == client.IsTest
        && (query.Service is null || answer.Service == query.Service)
        && (query.Channel is null || answer.Channel == query.Channel)
        && query.Contains(Delivery.NotificationKeys.TimeOf(answer.Request));
}

/// <summary>Where a page of answers ended.</summary>
public sealed record ResponsePlace(string Month, string Row)
{
    /// <summary>The place of a cursor; null when the text is none.</summary>
    public static ResponsePlace? Parse(string cursor)
    {
        if (!Base64Url.IsValid(cursor))
            return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split('\n');
        return parts is [{ Length: > 0 } month, { Length: > 0 } row] ? new(month, row) : null;
    }

    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Month}\n{Row}"));
}
