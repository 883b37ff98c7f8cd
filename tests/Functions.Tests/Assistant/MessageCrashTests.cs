using Peyk.Functions.Assistant;
using Peyk.Functions.Tests.Complaints;

namespace Peyk.Functions.Tests.Assistant;

/// <summary>The process ends while a message is answered.</summary>
public sealed class MessageCrashTests(QuietHost host) : IClassFixture<QuietHost>
{
    [Theory]
    [InlineData("\"Answer\"", true)]
    [InlineData("message-answer", false)]
    [InlineData("message-answer", true)]
    [InlineData("\"answered\"", false)]
    [InlineData("\"answered\"", true)]
    [InlineData("Handled", false)]
    [InlineData("Handled", true)]
    public async Task An_answer_that_is_kept_is_sent_once_by_the_sweep(string write, bool after)
    {
        var phone = host.NewPhone();
        var sid = await host.KeepAsync(phone, "A question for you.");
        await host.HandleAsync(phone, sid);
        var code = (await host.FindAsync(phone, sid))!.Decision!.Code!;
        var before = await host.CountAsync("message-answer");
        var broken = host.Failure.Broken;
        host.Failure.BreakNext(write, after);

        await Should.ThrowAsync<Exception>(() => host.Host.Get<MessageAnswers>().AnswerAsync(code, "test", "An answer.", default));
        host.Clock.Advance(TimeSpan.FromMinutes(3));
        await new SweepInboundTimer(host.Host.Get<Conversations>(), host.Host.Get<InboundHandler>(), host.Clock).Run(new(), default);
        await host.OutcomeAsync(phone, sid);
        await host.HandleAsync(phone, sid);

        (host.Failure.Broken - broken).ShouldBe(1);
        (await host.CountAsync("message-answer")).ShouldBe(before + 1);
        (await host.Host.Get<MessageReader>().FindAsync(code, default))!.State.ShouldBe(MessageState.Answered);
    }

    [Fact]
    public async Task Two_who_answer_at_once_give_one_answer()
    {
        var phone = host.NewPhone();
        var sid = await host.KeepAsync(phone, "Who answers first?");
        await host.HandleAsync(phone, sid);
        var code = (await host.FindAsync(phone, sid))!.Decision!.Code!;
        var before = await host.CountAsync("message-answer");

        var outcomes = await Task.WhenAll(
            host.Host.Get<MessageAnswers>().AnswerAsync(code, "test", "One.", default), host.Host.Get<MessageAnswers>().AnswerAsync(code, "test", "Two.", default));

        outcomes.Count(o => o!.IsRefused).ShouldBe(1);
        (await host.CountAsync("message-answer")).ShouldBe(before + 1);
    }
}
