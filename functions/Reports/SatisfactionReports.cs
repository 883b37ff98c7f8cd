using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Reports;
using Peyk.Core.Surveys;
using Peyk.Functions.Delivery;
using Peyk.Functions.Feedback;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Reports;

/// <summary>Computes reports of satisfaction from the log of answers, each time anew.</summary>
public sealed class SatisfactionReports(
    FeedbackStore requests, ResponseStore responses, SurveyCatalog surveys, NotificationKeys keys, IOptions<ReportOptions> options, IOptions<PeykOptions> peyk)
{
    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[peyk.Value.TimeZone];

    /// <param name="isTest">Whether those of test keys are wanted, who are never mixed with the others.</param>
    public async Task<SatisfactionReport> ComputeAsync(SatisfactionQuery query, bool isTest, CancellationToken cancellationToken) =>
        Compute(query, await ReadAsync(query.From, query.To, isTest, cancellationToken));

    /// <summary>Everybody who was asked in a period, both ends included.</summary>
    public async Task<IReadOnlyList<AskedPerson>> ReadAsync(LocalDate from, LocalDate to, bool isTest, CancellationToken cancellationToken)
    {
        // Both are kept by months of UTC.
        var (first, last) = (StartOf(from), StartOf(to.PlusDays(1)));
        var given = await Task.WhenAll(surveys.Surveys.Select(s => responses.ReadScoresAsync(s.Key, first, last, cancellationToken)));
        var byRequest = given.SelectMany(g => g).ToLookup(a => a.Request);
        var persons = new List<AskedPerson>();
        await foreach (var request in requests.ReadNamelessAsync(first, last, cancellationToken))
        {
            var asked = keys.Day(request.CreatedAt);
            if (request.IsTest == isTest && WasAsked(request) && asked >= from && asked <= to)
                persons.Add(AskedPerson.Of(request, asked, [.. byRequest[request.Id]]));
        }

        return persons;
    }

    /// <param name="persons">Everybody who was asked in the query's period.</param>
    public SatisfactionReport Compute(SatisfactionQuery query, IReadOnlyList<AskedPerson> persons)
    {
        var groups = persons
            .Where(p => (query.Survey is null || p.Survey == query.Survey) && (!query.Parts.HasFlag(SatisfactionGrouping.Channel) || p.Channel is not null))
            .GroupBy(p => Key.Of(p, query))
            .OrderBy(g => g.Key.Survey, StringComparer.Ordinal).ThenBy(g => g.Key.Service, StringComparer.Ordinal).ThenBy(g => g.Key.Channel)
            .ThenBy(g => g.Key.Month, StringComparer.Ordinal).ThenBy(g => g.Key.Day, StringComparer.Ordinal)
            .Select(g => (g.Key, Members: g.ToList()))
            .ToList();
        // All services are looked at, also where one is asked for: whoever asks for each of the others could subtract.
        var hidden = Hidden(query, groups.ToDictionary(g => g.Key, g => (long)g.Members.Count(p => p.HasAnswered)));
        var wanted = groups
            .Where(g => (query.Service is null || g.Key.Service == query.Service) && (query.Channel is null || g.Key.Channel == query.Channel)).ToList();
        return new(
            GroupName.Written(query.From.WithCalendar(query.Calendar)),
            GroupName.Written(query.To.WithCalendar(query.Calendar)),
            peyk.Value.TimeZone,
            [.. Enum.GetValues<SatisfactionGrouping>().Where(g => g != SatisfactionGrouping.None && query.Grouping.HasFlag(g)).Select(SnakeCase.ToWord)],
            [.. wanted.Where(g => !hidden.Contains(g.Key)).Select(g => Group(query, g.Key, g.Members))],
            Summary([.. wanted.Where(g => hidden.Contains(g.Key)).Select(g => g.Members.Count(p => p.HasAnswered))]));
    }

    /// <summary>Nobody can score what was asked by a survey that is gone.</summary>
    private bool WasAsked(FeedbackRequest request) =>
        request.State is FeedbackState.Open or FeedbackState.Answered or FeedbackState.Closed && surveys.Find(request.Survey) is not null;

    private DateTimeOffset StartOf(LocalDate day) => day.AtStartOfDayInZone(_zone).ToDateTimeOffset();

    private IReadOnlySet<Key> Hidden(SatisfactionQuery query, Dictionary<Key, long> respondents)
    {
        var least = options.Value.SmallestGroup;
        if (!query.IsPersonal || least == 1)
            return new HashSet<Key>();
        // Nobody answered: there is nothing to hide behind others, and nothing to show.
        return SmallGroups.Find(respondents, least, Key.Totals).Union(respondents.Where(r => r.Value == 0).Select(r => r.Key)).ToHashSet();
    }

    private HiddenRespondents? Summary(List<int> respondents) => respondents.Count == 0
        ? null
        : new(respondents.Count, respondents.Sum() < options.Value.SmallestGroup ? null : respondents.Sum());

    private SatisfactionGroup Group(SatisfactionQuery query, Key key, List<AskedPerson> members)
    {
        var scores = SurveyScores.Of(surveys.Find(key.Survey)!, [.. members.Select(m => m.Response)]);
        return new(
            key.Survey,
            query.Grouping.HasFlag(SatisfactionGrouping.Service) ? key.Service : null,
            query.Grouping.HasFlag(SatisfactionGrouping.Channel) ? key.Channel : null,
            key.Month,
            key.Day,
            members.Count,
            scores.Responses,
            query.Parts.HasFlag(SatisfactionGrouping.Channel) ? null : (double)scores.Responses / members.Count,
            members.Sum(m => m.Flagged),
            members.Sum(m => m.Late),
            scores);
    }

    /// <summary>What the persons of a group have in common. Null: they are not told apart by it; an empty service: none.</summary>
    private sealed record Key(string Survey, string? Service, AnswerChannel? Channel, string? Month, string? Day)
    {
        /// <summary>What other reports give the sums of: a survey's groups of all services, of all channels, of all times.</summary>
        public static readonly IReadOnlyList<Func<Key, object>> Totals =
            [k => k with { Service = null }, k => k with { Channel = null }, k => k with { Month = null, Day = null }];

        public static Key Of(AskedPerson person, SatisfactionQuery query)
        {
            var day = GroupName.Written(person.Asked.WithCalendar(query.Calendar));
            return new(
                person.Survey,
                query.Parts.HasFlag(SatisfactionGrouping.Service) ? person.Service ?? "" : null,
                query.Parts.HasFlag(SatisfactionGrouping.Channel) ? person.Channel : null,
                query.Parts.HasFlag(SatisfactionGrouping.Month) ? day[..7] : null,
                query.Parts.HasFlag(SatisfactionGrouping.Day) ? day : null);
        }
    }
}
