using NodaTime;
using Peyk.Core.Calendars;
using Peyk.Core.Reports;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Dashboard.Deliveries;

/// <summary>A period that ends today, as the page offers it.</summary>
internal enum FigurePeriod
{
    SevenDays,
    ThirtyDays,
    NinetyDays,

    /// <summary>In the calendar of the page's language.</summary>
    ThisMonth,
}

/// <summary>What the page of deliveries is asked for: the question of the API, with periods in words.</summary>
/// <param name="Period">Null when days are given.</param>
/// <param name="IsWrong">The address makes no sense; the usual question stands in its place.</param>
/// <param name="Given">Parameters of the address, by which links keep what was asked.</param>
internal sealed record DeliveriesQuestion(DeliveryReportQuery Query, FigurePeriod? Period, bool IsWrong, IReadOnlyDictionary<string, string> Given)
{
    public const string Path = "/ops/deliveries";
    public const string FilePath = "/ops/deliveries/file";
    public const string ListPath = "/ops/deliveries/list";

    private static readonly string[] Dates = ["period", "from", "to", "calendar"];

    public static IEnumerable<string> FilterNames => DeliveryReportQuery.Filtered.Select(d => d.ToWord());

    public static DeliveriesQuestion Read(HttpRequest request, Language language, LocalDate today)
    {
        var parameters = new QueryParameters(request.Query);
        var period = parameters.Word<FigurePeriod>("period") ?? FigurePeriod.ThirtyDays;
        var query = DeliveryReportQuery.Read(parameters, today, language.Calendar, Begin(period, today, language.Calendar));
        if (parameters.Errors.Count > 0)
        {
            query = DeliveryReportQuery.Read(new(QueryCollection.Empty), today, language.Calendar);
            return new(query with { GroupBy = [ReportDimension.Day] }, FigurePeriod.ThirtyDays, IsWrong: true, new Dictionary<string, string>());
        }

        if (!request.Query.ContainsKey("groupBy"))
            query = query with { GroupBy = [ReportDimension.Day] };
        var hasDates = parameters.Text("from") is not null || parameters.Text("to") is not null;
        var given = Dates.Append("groupBy").Concat(FilterNames).Where(request.Query.ContainsKey).ToDictionary(n => n, n => request.Query[n].ToString());
        return new(query, hasDates ? null : period, IsWrong: false, given);
    }

    /// <summary>The same question as an address, with some parameters changed, or taken away by null.</summary>
    public string Address(string path, params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var all = new Dictionary<string, string>(Given);
        foreach (var (name, value) in changes)
        {
            all.Remove(name);
            if (value is not null)
                all.Add(name, value);
        }

        return path + QueryString.Create(all.Select(p => KeyValuePair.Create(p.Key, (string?)p.Value)));
    }

    /// <summary>The list of the deliveries of a day, under the filters of this question and more.</summary>
    public string ListAddress(LocalDate day, params ReadOnlySpan<(string Name, string? Value)> more) =>
        Address(ListPath, [("period", null), ("from", null), ("to", null), ("calendar", null), ("groupBy", null), ("day", GroupName.Written(day)), .. more]);

    private static LocalDate Begin(FigurePeriod period, LocalDate today, CalendarSystem calendar) => period switch
    {
        FigurePeriod.SevenDays => today.PlusDays(-6),
        FigurePeriod.ThirtyDays => today.PlusDays(-29),
        FigurePeriod.NinetyDays => today.PlusDays(-89),
        FigurePeriod.ThisMonth => today.WithCalendar(calendar).With(DateAdjusters.StartOfMonth).WithCalendar(CalendarSystem.Iso),
    };
}
