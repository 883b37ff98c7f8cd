using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Inbound;

namespace Peyk.Functions.Assistant;

/// <summary>
/// Decides what a text is: a command, the work of a machine, an answer to a question, or something to the assistant, in this order.
/// It changes nothing; the same text in the same talk always gets the same decision.
/// </summary>
public sealed class InboundJudge(
    InboundWords words, ReadyAnswers answers, SurveyTalk surveys, SmsComplaints complaints, CaseAnswers cases, CitizenMessages messages, ReplyGuard guard,
    ReplyLanguages languages)
{
    public async Task<Turn> JudgeAsync(InboundSms sms, Conversation talk, CancellationToken cancellationToken)
    {
        var text = InboundText.Read(sms.Body.Text);
        var turn = await UnderstandAsync(sms, text, talk, cancellationToken);
        return guard.Restrain(sms, text, talk.Session, turn);
    }

    private async Task<Turn> UnderstandAsync(InboundSms sms, InboundText text, Conversation talk, CancellationToken cancellationToken)
    {
        var session = talk.Session;
        var command = words.CommandOf(sms.Body.OptOutType, text);
        // Whom nobody can write to by number is a company's gateway or a short code.
        if (!PhoneNumber.TryParse(sms.Body.From, out _, out _))
            return Turn.Of(session, InboundOutcome.Automatic);
        var open = await surveys.FindAsync(talk, sms.ReceivedAt, cancellationToken);
        var language = open?.Language ?? await languages.OfAsync(sms, text, cancellationToken);
        // Twilio takes YES for START, but it may as well answer a question of ours.
        var isYes = command == Command.Start && words.CommandOf(text) is null;
        if (command is { } given && !(isYes && open is { IsOpen: true }))
            return Obey(given, sms, talk, language);

        var turn = await RespondAsync(sms, text, session, open, language, cancellationToken);
        return isYes ? turn with { Decision = turn.Decision with { Command = Command.Start } } : turn;
    }

    private async Task<Turn> RespondAsync(
        InboundSms sms, InboundText text, SmsSession session, OpenSurvey? open, Language language, CancellationToken cancellationToken)
    {
        // To a comment anything may be said; elsewhere nobody answers a machine, but somebody may see that it was none.
        if (open is not { Item.IsComment: true } && answers.Find(text) is { IsAutomatic: true })
        {
            var kept = await messages.KeepAsync(sms, session, language, cancellationToken);
            return kept with { Decision = kept.Decision with { Outcome = InboundOutcome.Automatic, Reply = null } };
        }

        // An answer that complains is heard with the answer; a text that is none is a complaint, and the question stays open.
        if (!(open is { IsOpen: true } && surveys.IsAnswer(open, text))
            && await complaints.FindAsync(sms, text, session, open, language, cancellationToken) is { } complaint)
            return complaint;

        // A code is never an answer: it has twelve digits, or is a word with digits that leads to a case.
        if (await cases.FindAsync(text, session, sms.ReceivedAt, language, cancellationToken) is { } shown)
            return shown;
        if (open is { IsOpen: true })
            return await surveys.AnswerAsync(open, sms, text, session, cancellationToken);
        if (open is not null && surveys.AnswerLate(open, text, session) is { } late)
            return late;
        if (text.IsBlank)
            return Turn.Of(session, InboundOutcome.NotText, Reply.Of("not-text", language));
        if (answers.Find(text) is { } ready)
        {
            var reply = ready.Answers.In(language.Tag) is { } answer ? Reply.Of("ready-answer", language, null, ("answer", answer)) : null;
            return Turn.Of(session, InboundOutcome.ReadyAnswer, reply);
        }

        return await messages.KeepAsync(sms, session, language, cancellationToken);
    }

    private static Turn Obey(Command command, InboundSms sms, Conversation talk, Language language)
    {
        // What the provider understood it has answered itself.
        var isAnswered = sms.Body.OptOutType is "STOP" or "START" or "HELP";
        Reply? Ours(string template) => isAnswered ? null : Reply.Of(template, language);
        return command switch
        {
            // No word of ours would get through any more, nor is one wanted.
            Command.Stop => new(
                talk.Session with { IsOver = true, Request = talk.Session.Request ?? talk.Asked.FirstOrDefault()?.Request },
                new(InboundOutcome.Stopped, Command.Stop, Close: [.. talk.Asked.Select(a => a.Request)])),
            Command.Start => new(talk.Session, new(InboundOutcome.Started, Command.Start, Reply: Ours("started"))),
            Command.Help => new(talk.Session, new(InboundOutcome.Helped, Command.Help, Reply: Ours("help"))),
        };
    }
}
