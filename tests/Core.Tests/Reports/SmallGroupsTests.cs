using Peyk.Core.Reports;

namespace Peyk.Core.Tests.Reports;

public sealed class SmallGroupsTests
{
    public static TheoryData<long[], long[], string> Cases => new()
    {
        { [10, 20, 30], [], "none is small" },
        { [2, 4, 20, 30], [2, 4], "together they are large enough" },
        { [2, 20, 30], [2, 20], "the small one alone would be found by subtraction" },
        { [1, 1, 1, 20], [1, 1, 1, 20], "so would the three together" },
        { [3], [3], "there is no larger one to hide behind" },
        { [5], [], "just large enough" },
        { [0, 0, 9], [], "what nobody is in tells of nobody" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Groups_below_five_are_hidden_and_cannot_be_found_by_subtraction(long[] sizes, long[] hidden, string why)
    {
        var groups = sizes.Select((size, i) => (i, size)).ToDictionary(g => g.i, g => g.size);

        SmallGroups.Find(groups, 5).Select(i => groups[i]).Order().ToArray().ShouldBe(hidden, why);
    }

    [Fact]
    public void A_least_size_of_one_hides_nothing() => SmallGroups.Find(new Dictionary<string, long> { ["a"] = 1, ["b"] = 1 }, 1).ShouldBeEmpty();

    [Fact]
    public void In_a_table_none_is_found_by_subtraction_from_the_total_of_its_row_or_column()
    {
        var random = new Random(3);
        for (var run = 0; run < 500; run++)
        {
            var sizes = Enumerable.Range(0, 20).ToDictionary(i => (Row: i / 5, Column: i % 5), _ => (long)random.Next(12));

            var hidden = SmallGroups.Find(sizes, 5, key => key.Row, key => key.Column);

            sizes.Where(s => s.Value is > 0 and < 5).ShouldAllBe(s => hidden.Contains(s.Key));
            foreach (var line in sizes.GroupBy(s => (true, s.Key.Row)).Concat(sizes.GroupBy(s => (false, s.Key.Column))))
            {
                var together = line.Where(s => hidden.Contains(s.Key)).Sum(s => s.Value);
                (together is 0 or >= 5 || line.All(s => s.Value == 0 || hidden.Contains(s.Key))).ShouldBeTrue();
            }
        }
    }
}
