using Microsoft.Extensions.Options;
using Peyk.Core.Inbound;
using Peyk.Functions.Assistant;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Tests.Assistant;

public sealed class ReplyGuardTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly Reply Answer = new("help", "fa", default);

    private readonly ReplyGuard _guard = new(
        new Keyring(Options.Create(new PeykOptions
        {
            MasterKeys = $"k:{Convert.ToBase64String(new byte[32])}", LookupKey = Convert.ToBase64String(new byte[32]),
        })),
        Options.Create(new AssistantOptions { RepliesPerHour = 3 }));

    [Fact]
    public void Within_an_hour_a_number_gets_so_many_replies_and_later_again()
    {
        var session = new SmsSession();
        var replied = new List<bool>();
        foreach (var minute in new[] { 0, 1, 2, 3, 59, 61 })
        {
            var turn = Hear($"text {minute}", minute, session);
            session = turn.Session;
            replied.Add(turn.Decision.Reply is not null);
        }

        replied.ShouldBe([true, true, true, false, false, true]);
    }

    [Fact]
    public void The_third_of_equal_texts_gets_no_reply_however_it_is_written()
    {
        var session = new SmsSession();
        var replied = new List<bool>();
        foreach (var (minute, text) in new[] { "سلام", "سلام!", " سلام ", "دیگر" }.Index())
        {
            var turn = Hear(text, minute * 30, session);
            session = turn.Session;
            replied.Add(turn.Decision.Reply is not null);
        }

        replied.ShouldBe([true, true, false, true]);
    }

    [Fact]
    public void Three_equal_answers_to_three_questions_are_all_replied_to()
    {
        var session = new SmsSession();
        for (var minute = 0; minute < 3; minute++)
        {
            var turn = _guard.Restrain(
                Sms("5", minute), InboundText.Read("5"), session,
                new(session, new(InboundOutcome.Answered, Answer: new(Guid.Empty, $"item{minute}", 5), Reply: Answer)));
            session = turn.Session;
            turn.Decision.Reply.ShouldNotBeNull();
        }
    }

    private Turn Hear(string text, int minute, SmsSession session) =>
        _guard.Restrain(Sms(text, minute), InboundText.Read(text), session, Turn.Of(session, InboundOutcome.Message, Answer));

    private static InboundSms Sms(string text, int minute) =>
        new("sender", $"SM{minute}", "MG1", Noon.AddMinutes(minute), new("+989131111111", "+1", text), Decision: null, IsHandled: false);
}
