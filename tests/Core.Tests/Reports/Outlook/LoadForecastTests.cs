using NodaTime;
using Peyk.Core.Reports.Outlook;

namespace Peyk.Core.Tests.Reports.Outlook;

public sealed class LoadForecastTests
{
    private static readonly LocalDate First = new(2026, 8, 1);

    /// <summary>Monday to Sunday; their mean is 1.</summary>
    private static readonly double[] Shape = [1.4, 1.2, 1.1, 1.0, 0.2, 0.9, 1.2];

    [Fact]
    public void A_constant_load_is_forecast_exactly()
    {
        var forecast = LoadForecast.Of(Series(98, _ => 120), NoHoliday, null);

        forecast.Days.Count.ShouldBe(14);
        forecast.Days.ShouldAllBe(d => d.Expected == 120 && d.Low == 120 && d.High == 120);
        forecast.Error.ShouldBe(new PastError(0, 0, 28 * 14));
    }

    [Fact]
    public void A_weekly_shape_without_noise_is_forecast_exactly()
    {
        var forecast = LoadForecast.Of(Series(98, day => 1000 * WeightOf(day)), NoHoliday, null);

        foreach (var day in forecast.Days)
            day.Expected.ShouldBe(1000 * WeightOf(day.Day), tolerance: 1e-6);
        forecast.Error!.Wape!.Value.ShouldBe(0, tolerance: 1e-9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void With_noise_the_error_is_near_the_noise(int seed)
    {
        const double Noise = 0.1;
        var random = new Random(seed);
        var truth = Series(98 + 14, day => 1000 * WeightOf(day) * (1 + (Noise * Normal(random))));

        var forecast = LoadForecast.Of([.. truth.Take(98)], NoHoliday, null);

        // The mean absolute error of somebody who knew the shape would be √(2/π) of the noise: 0.08.
        forecast.Error!.Wape!.Value.ShouldBeInRange(0.05, 0.13);
        var (within, off) = (0, 0.0);
        foreach (var (day, came) in forecast.Days.Zip(truth.Skip(98)))
        {
            within += came.Count >= day.Low && came.Count <= day.High ? 1 : 0;
            off += Math.Abs(day.Expected - (1000 * WeightOf(day.Day)));
        }

        within.ShouldBeGreaterThanOrEqualTo(8);
        (off / 14_000).ShouldBeLessThan(0.08);
    }

    [Fact]
    public void One_day_of_a_great_batch_moves_nothing()
    {
        var days = Series(98, day => 1000 * WeightOf(day)).ToList();
        days[90] = days[90] with { Count = 50_000 };

        var forecast = LoadForecast.Of(days, NoHoliday, null);

        foreach (var day in forecast.Days)
            day.Expected.ShouldBe(1000 * WeightOf(day.Day), tolerance: 1e-6);
    }

    [Fact]
    public void By_hand_weights_and_level_are_what_the_method_says()
    {
        // Four weeks: 70 each day, but Fridays 10, 20, 30 and 40 with the mean 25. Mean of the seven: (6 × 70 + 25) / 7 = 445/7.
        var days = Series(28, day => day.DayOfWeek == IsoDayOfWeek.Friday ? 10 * (1 + (Period.DaysBetween(First, day) / 7)) : 70);

        var model = LoadModel.Fit(days, 28, NoHoliday, null)!;

        var mean = 445.0 / 7;
        model.Weights[IsoDayOfWeek.Friday].ShouldBe(25 / mean, tolerance: 1e-12);
        model.Weights[IsoDayOfWeek.Monday].ShouldBe(70 / mean, tolerance: 1e-12);
        // Count ÷ weight is the mean for 24 of 28 days, and so is their median.
        model.Level.ShouldBe(mean, tolerance: 1e-12);
        model.Expect(First.Next(IsoDayOfWeek.Friday)).ShouldBe(25, tolerance: 1e-12);
    }

    [Fact]
    public void A_level_that_rose_is_followed()
    {
        var days = Series(98, day => (Period.DaysBetween(First, day) < 70 ? 500 : 1000) * WeightOf(day));

        LoadForecast.Of(days, NoHoliday, null).Level!.Value.ShouldBe(1000, tolerance: 1e-6);
    }

    [Fact]
    public void A_holiday_has_the_weight_of_the_day_of_rest()
    {
        var holiday = First.PlusDays(98 + 3);
        bool IsHoliday(LocalDate day) => day == holiday;

        var forecast = LoadForecast.Of(Series(98, day => 1000 * WeightOf(day)), IsHoliday, IsoDayOfWeek.Friday);

        var day = forecast.Days.Single(d => d.IsHoliday);
        day.Day.ShouldBe(holiday);
        day.Expected.ShouldBe(200, tolerance: 1e-6);
    }

    [Fact]
    public void Nothing_is_learned_from_a_holiday()
    {
        var holiday = First.PlusDays(95);
        bool IsHoliday(LocalDate day) => day == holiday;

        var forecast = LoadForecast.Of(Series(98, day => day == holiday ? 0 : 1000 * WeightOf(day)), IsHoliday, IsoDayOfWeek.Friday);

        foreach (var day in forecast.Days)
            day.Expected.ShouldBe(1000 * WeightOf(day.Day), tolerance: 1e-6);
    }

    [Fact]
    public void With_less_than_four_weeks_it_says_that_it_knows_nothing()
    {
        var forecast = LoadForecast.Of(Series(27, _ => 120), NoHoliday, null);

        (forecast.Level, forecast.Days.Count, forecast.Error).ShouldBe((null, 0, null));
    }

    [Fact]
    public void With_just_four_weeks_it_forecasts_and_has_no_error_to_show()
    {
        var forecast = LoadForecast.Of(Series(28, _ => 120), NoHoliday, null);

        forecast.Error.ShouldBeNull();
        forecast.Days.ShouldAllBe(d => d.Expected == 120 && d.Low == null && d.High == null);
    }

    [Fact]
    public void Nothing_at_all_is_forecast_as_nothing()
    {
        var forecast = LoadForecast.Of(Series(98, _ => 0), NoHoliday, null);

        forecast.Days.ShouldAllBe(d => d.Expected == 0);
        forecast.Error.ShouldBe(new PastError(null, 0, 28 * 14));
    }

    [Fact]
    public void A_past_forecast_knows_only_what_was_known_then()
    {
        // The level doubles on the last day: no forecast of it could have known.
        var days = Series(98, day => Period.DaysBetween(First, day) == 97 ? 200 : 100);

        var error = LoadForecast.Of(days, NoHoliday, null).Error!;

        // 14 forecasts of that day are 100 too low; the others are right.
        (error.Mae, error.Wape!.Value).ShouldBe((14 * 100.0 / 392, 1400.0 / ((27 * 14 * 100) + (14 * 200))));
    }

    private static bool NoHoliday(LocalDate day) => false;

    private static double WeightOf(LocalDate day) => Shape[(int)day.DayOfWeek - 1];

    private static List<LoadDay> Series(int count, Func<LocalDate, double> load) =>
        [.. Enumerable.Range(0, count).Select(First.PlusDays).Select(day => new LoadDay(day, load(day)))];

    // Box and Muller.
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
