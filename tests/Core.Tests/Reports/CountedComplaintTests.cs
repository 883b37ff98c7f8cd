using Peyk.Core.Reports;

namespace Peyk.Core.Tests.Reports;

public sealed class CountedComplaintTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 20, 30, 0, TimeSpan.Zero);
    private static readonly ComplaintKey Key = new("retirement", "form", IsTest: false);

    [Theory]
    [InlineData(-1, null, null, "0 0 0 1 0", "was opened the day before, and waits")]
    [InlineData(0, null, null, "1 0 0 1 0", "was opened as the day began")]
    [InlineData(24, null, null, "", "is opened as the next day begins")]
    [InlineData(1, 3, null, "1 1 1 0 0", "was opened and answered")]
    [InlineData(-9, 3, null, "0 1 1 0 0", "was answered on the day")]
    [InlineData(-9, 24, null, "0 0 0 1 0", "was answered as the next day began")]
    [InlineData(-9, -1, null, "", "was answered before")]
    [InlineData(-9, null, -1, "", "was ended before, with nobody to answer")]
    [InlineData(1, null, 5, "1 0 0 0 0", "was opened and ended, with nobody to answer")]
    [InlineData(-99, null, null, "0 0 0 1 1", "was promised for the day before")]
    [InlineData(-99, 3, null, "0 1 0 0 0", "was answered too late")]
    [InlineData(-9, -5, 5, "", "was answered before and closed on the day")]
    public void A_complaint_counts_on_a_day_by_what_happened_on_it(int opened, int? answered, int? closed, string expected, string why)
    {
        var facts = new DayFacts();

        new CountedComplaint(Key, At(opened), At(opened + 72), answered is { } a ? At(a) : null, closed is { } c ? At(c) : null)
            .AddTo(facts, Start, Start.AddDays(1));

        var figures = facts.Complaints.Select(f => f.Value).Select(f => $"{f.Opened} {f.Answered} {f.OnTime} {f.Open} {f.Overdue}").SingleOrDefault() ?? "";
        figures.ShouldBe(expected, $"it {why}");

        static DateTimeOffset At(int hours) => Start.AddHours(hours);
    }
}
