using NodaTime;
using Peyk.Core.Reports.Outlook;

namespace Peyk.Core.Tests.Reports.Outlook;

public sealed class IndicatorSeriesTests
{
    private static readonly LocalDate Today = new(2026, 11, 22);

    [Fact]
    public void More_failures_than_usual_are_outside()
    {
        var series = Of(Indicator.FailureRatio, History(day => { day.Arrived = 490; day.Failed = 10; }), today => { today.Arrived = 400; today.Failed = 100; });

        (series.Current.State, series.Current.Value).ShouldBe((IndicatorState.Outside, 0.2));
        series.Alarms.Select(a => a.Day).ShouldBe([Today]);
    }

    [Fact]
    public void Fewer_failures_are_no_alarm()
    {
        var series = Of(Indicator.FailureRatio, History(day => { day.Arrived = 400; day.Failed = 100; }), today => today.Arrived = 500);

        (series.Current.State, series.Current.Value).ShouldBe((IndicatorState.Usual, 0));
        series.Alarms.ShouldBeEmpty();
    }

    [Fact]
    public void A_faster_first_contact_is_no_alarm_and_a_slower_one_is()
    {
        var faster = Of(Indicator.TimeToFirstContact, History(day => Sent(day, 30)), today => Sent(today, 1));
        var slower = Of(Indicator.TimeToFirstContact, History(day => Sent(day, 30)), today => Sent(today, 300));

        (faster.Current.State, slower.Current.State).ShouldBe((IndicatorState.Usual, IndicatorState.Outside));
    }

    [Fact]
    public void Fewer_answers_are_an_alarm_and_more_are_none()
    {
        var history = History(day => { day.Asked = 100; day.Answered = 40; });
        // What was asked yesterday may be answered until tonight: the day before is the latest that is known.
        var judged = (int answered) => IndicatorSeries.Of(Indicator.ResponseRate, [.. history, Day(-2, answered), Day(-1, 0), Day(0, 0)], Today.PlusDays(-2), Today);

        (judged(10).Current.State, judged(90).Current.State).ShouldBe((IndicatorState.Outside, IndicatorState.Usual));
        judged(10).Alarms.Select(a => a.Day).ShouldBe([Today.PlusDays(-2)]);

        static OutlookDay Day(int offset, int answered) => new(Today.PlusDays(offset)) { Asked = 100, Answered = answered };
    }

    [Fact]
    public void A_young_days_answers_are_not_judged()
    {
        var series = Of(Indicator.ResponseRate, History(day => { day.Asked = 100; day.Answered = 40; }), today => today.Asked = 100);

        (series.Days[^1].Value, series.Days[^1].State).ShouldBe((null, IndicatorState.NotEnoughVolume));
    }

    [Fact]
    public void A_day_with_too_few_deliveries_has_no_value()
    {
        var series = Of(Indicator.FailureRatio, History(day => day.Arrived = 500), today => today.Failed = 19);

        (series.Days[^1].Value, series.Days[^1].Volume, series.Days[^1].State).ShouldBe((null, 19, IndicatorState.NotEnoughVolume));
        series.Current.Day.ShouldBe(Today.PlusDays(-1));
    }

    [Fact]
    public void With_too_little_history_it_says_so()
    {
        var series = Of(Indicator.FailureRatio, [.. History(day => day.Arrived = 500).TakeLast(13)], today => today.Failed = 500);

        (series.Current.State, series.Current.Usual).ShouldBe((IndicatorState.NotEnoughHistory, null));
        series.Alarms.ShouldBeEmpty();
    }

    [Fact]
    public void A_day_is_judged_by_those_before_it_and_not_by_itself()
    {
        var series = Of(Indicator.ComplaintBacklog, History(day => day.Backlog = 4), today => today.Backlog = 11);

        (series.Current.Usual!.Median, series.Current.State).ShouldBe((4, IndicatorState.Outside));
    }

    [Fact]
    public void The_last_full_day_is_an_alarm_too_and_the_one_before_no_more()
    {
        var history = History(day => day.Backlog = 4);
        history[^1].Backlog = 40;
        history[^2].Backlog = 40;

        var series = IndicatorSeries.Of(Indicator.ComplaintBacklog, [.. history, new(Today) { Backlog = 4 }], Today.PlusDays(-5), Today);

        series.Days.Count(d => d.State == IndicatorState.Outside).ShouldBe(2);
        series.Alarms.Select(a => a.Day).ShouldBe([Today.PlusDays(-1)]);
    }

    [Fact]
    public void Opt_outs_are_measured_by_what_arrived()
    {
        var series = Of(Indicator.OptOutRate, History(day => day.Arrived = 500), today => (today.Arrived, today.Failed, today.OptOuts) = (1000, 50, 5));

        (series.Current.Value, series.Current.Volume).ShouldBe((0.005, 1000));
    }

    private static IndicatorSeries Of(Indicator indicator, IReadOnlyList<OutlookDay> history, Action<OutlookDay> today)
    {
        var day = new OutlookDay(Today);
        today(day);
        return IndicatorSeries.Of(indicator, [.. history, day], history[0].Day, Today);
    }

    private static List<OutlookDay> History(Action<OutlookDay> fill) => [.. Enumerable.Range(1, 28).Reverse().Select(age =>
    {
        var day = new OutlookDay(Today.PlusDays(-age));
        fill(day);
        return day;
    })];

    private static void Sent(OutlookDay day, int seconds)
    {
        for (var i = 0; i < 20; i++)
            day.ToSent.Add(TimeSpan.FromSeconds(seconds));
    }
}
