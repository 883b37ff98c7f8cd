namespace Peyk.Functions.Tests.Feedback;

public sealed class LateAnswerTests(FeedbackHost host) : IClassFixture<FeedbackHost>
{
    [Fact]
    public async Task An_answer_after_the_end_is_kept_as_late_and_does_not_count()
    {
        var (id, page) = await host.AskAsync();
        await host.AnswerAsync(page, ("part", "0"), ("item-satisfaction", "5"));
        host.Clock.Advance(TimeSpan.FromDays(15));

        await host.AnswerAsync(page, ("part", "0"), ("item-satisfaction", "1"));

        (await host.FindAsync(id))["answers"]!.AsArray().Last()!["flags"]!.AsArray().Select(f => f!.GetValue<string>()).ShouldContain("late");
        using var citizen = host.Citizen();
        var html = await citizen.GetStringAsync(page);
        html.ShouldNotContain("<form");
    }
}
