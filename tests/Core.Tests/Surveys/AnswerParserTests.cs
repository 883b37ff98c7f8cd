using Peyk.Core.Surveys;

namespace Peyk.Core.Tests.Surveys;

public sealed class AnswerParserTests
{
    [Fact]
    public void What_citizens_send_is_read_as_they_mean_it()
    {
        InboundCase.All.Count.ShouldBeGreaterThan(200);

        InboundCase.All.Where(c => Sample.Parse(c.Text, Sample.OneToFive)?.Score != c.Score)
            .Select(c => $"“{c.Text}” should be {c.Score?.ToString() ?? "no answer"} and is {Sample.Parse(c.Text, Sample.OneToFive)} ({c.Why})")
            .ShouldBeEmpty();
    }

    [Fact]
    public void More_than_the_score_is_kept_as_it_came()
    {
        InboundCase.All.Where(c => Sample.Parse(c.Text, Sample.OneToFive)?.Comment != (c.Comment ? c.Text.Trim() : null))
            .Select(c => $"“{c.Text}”: {Sample.Parse(c.Text, Sample.OneToFive)?.Comment}")
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("۰", 0)]
    [InlineData("صفر", 0)]
    [InlineData("zero", 0)]
    [InlineData("10", 10)]
    [InlineData("۱۰", 10)]
    [InlineData("ده", 10)]
    [InlineData("ten", 10)]
    [InlineData("dah", 10)]
    [InlineData("🔟", 10)]
    [InlineData("⑩", 10)]
    [InlineData("10/10", 10)]
    [InlineData("۱۰/۱۰", 10)]
    [InlineData("9 of 10", 9)]
    [InlineData("۹ از ۱۰", 9)]
    [InlineData("nine", 9)]
    [InlineData("noh", 9)]
    [InlineData("هشت", 8)]
    [InlineData("hasht", 8)]
    [InlineData("شیش", 6)]
    public void Zero_to_ten_is_read_to_its_ends(string text, int score) =>
        Sample.Parse(text, Sample.ZeroToTen).ShouldBe(new Answer(score));

    [Theory]
    [InlineData("11")]
    [InlineData("-1")]
    [InlineData("نه")]
    [InlineData("5/5")]
    [InlineData("4 of 5")]
    [InlineData("100%")]
    [InlineData("9.5")]
    [InlineData("9-10")]
    public void Zero_to_ten_takes_nothing_that_is_not_on_it(string text) =>
        Sample.Parse(text, Sample.ZeroToTen).ShouldBeNull();

    /// <summary>Five stars are the best everywhere, but 5 of 10 is a poor score.</summary>
    [Fact]
    public void Stars_count_on_a_scale_to_five_alone()
    {
        Sample.Parse("⭐⭐⭐⭐⭐", Sample.OneToFive).ShouldBe(new Answer(5));
        Sample.Parse("⭐⭐⭐⭐⭐", Sample.ZeroToTen).ShouldBeNull();
        Sample.Parse("⭐⭐⭐⭐⭐", Sample.OneToSeven).ShouldBeNull();
    }

    [Fact]
    public void A_score_before_1600_characters_counts_and_the_text_is_its_comment()
    {
        var text = "۲ " + string.Concat(Enumerable.Repeat("خیلی طول کشید ", 114)) + "ok";
        text.Length.ShouldBe(1600);

        Sample.Parse(text, Sample.OneToFive).ShouldBe(new Answer(2, text));
    }

    [Fact]
    public void A_number_somewhere_in_1600_characters_is_no_score()
    {
        var text = string.Concat(Enumerable.Repeat("خیلی طول کشید ", 57)) + "۲ " + string.Concat(Enumerable.Repeat("خیلی طول کشید ", 57));

        Sample.Parse(text, Sample.OneToFive).ShouldBeNull();
        Sample.Parse(text, Sample.Comment).ShouldBe(new Answer(null, text.Trim()));
    }

    [Fact]
    public void A_longer_comment_is_cut_between_characters()
    {
        var comment = Sample.Parse(string.Concat(Enumerable.Repeat("👨‍👩‍👧", 500)), Sample.Comment)!.Comment!;

        comment.Length.ShouldBeLessThanOrEqualTo(AnswerParser.LongestComment);
        comment.ShouldEndWith("👧…");
    }

    [Theory]
    [InlineData("ممنون از همکارانتان")]
    [InlineData("5")]
    [InlineData("👍")]
    [InlineData("?")]
    [InlineData("4.5 of 5, from 9 to 12")]
    public void Whatever_can_be_seen_answers_a_comment_item(string text) =>
        Sample.Parse($" {text}\n", Sample.Comment).ShouldBe(new Answer(null, text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("\u200C")]
    [InlineData("\u200F \u200E")]
    [InlineData("\uFE0F")]
    [InlineData("\u0000")]
    public void Nothing_to_see_answers_no_item(string? text)
    {
        Sample.Parse(text, Sample.Comment).ShouldBeNull();
        Sample.Parse(text, Sample.OneToFive).ShouldBeNull();
    }
}
