using System.Net;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Tests.Feedback;

/// <summary>A form that breaks off anywhere, or is sent twice.</summary>
public sealed class AnsweringTwiceTests(FeedbackHost host) : IClassFixture<FeedbackHost>
{
    private static readonly (string, string)[] Low = [("part", "0"), ("item-satisfaction", "1")];

    [Theory]
    [InlineData("SecondsToAnswer", false)] // the answer is to be kept
    [InlineData("SecondsToAnswer", true)] // the answer is kept, the reminder not taken back
    [InlineData("FirstAnswerAt", false)] // the reminder is taken back, the request does not know of it
    [InlineData("FirstAnswerAt", true)] // everything is done, and nobody was told
    [InlineData("PromisedBy", true)] // the complaint is kept, nobody knows of it
    public async Task What_broke_off_is_completed_when_the_form_is_sent_again(string call, bool after)
    {
        var (id, page) = await host.AskAsync();
        host.Failure.BreakNext(call, after);
        (await host.AnswerAsync(page, Low)).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        using var again = await host.AnswerAsync(page, Low);

        again.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var request = await host.FindAsync(id);
        request["answers"]!.AsArray().ShouldAllBe(a => (int?)a!["score"] == 1);
        request["remindAt"].ShouldBeNull();
        await ComplainedOnceAsync(id);
    }

    [Fact]
    public async Task A_low_score_is_heard_even_if_it_could_not_be_kept()
    {
        var (id, page) = await host.AskAsync();
        host.Failure.BreakNext("SecondsToAnswer", after: false);

        (await host.AnswerAsync(page, Low)).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        await ComplainedOnceAsync(id);
    }

    [Fact]
    public async Task Forms_sent_at_once_open_one_complaint_and_count_once()
    {
        var (id, page) = await host.AskAsync();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => host.AnswerAsync(page, Low)));

        (await host.FindAsync(id))["answers"]!.AsArray().Count.ShouldBeInRange(1, 5);
        await ComplainedOnceAsync(id);
        using var citizen = host.Citizen();
        (await citizen.GetStringAsync(page)).ShouldContain("""value="1" checked""");
    }

    [Fact]
    public async Task A_score_that_is_changed_for_the_better_takes_no_complaint_back()
    {
        var (id, page) = await host.AskAsync();

        await host.AnswerAsync(page, Low);
        await host.AnswerAsync(page, ("part", "0"), ("item-satisfaction", "5"));

        await ComplainedOnceAsync(id);
    }

    private async Task ComplainedOnceAsync(string id) =>
        (await host.RowsAsync(Tables.Complaints)).Count(r => r.TryGetValue("Request", out var of) && $"{of}" == id).ShouldBe(1);
}
