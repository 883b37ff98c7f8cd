using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Inbound;
using Peyk.Core.Surveys;
using Peyk.Functions.Feedback;

namespace Peyk.Functions.Assistant;

/// <summary>The survey that a number was asked last.</summary>
/// <param name="Item">The item that is asked; null when the survey is over.</param>
/// <param name="Answers">What counts so far.</param>
public sealed record OpenSurvey(FeedbackRequest Request, SurveyDefinition Survey, SurveyItem? Item, Dictionary<string, Answer> Answers, Language Language)
{
    public bool IsOpen => Item is not null;
}

/// <summary>A survey by SMS: one question at a time.</summary>
public sealed class SurveyTalk(FeedbackAnswers feedback, AnswerParser parser, CitizenMessages messages, LanguageCatalog languages)
{
    /// <summary>How often a question is asked again.</summary>
    private const int MostPrompts = 1;

    /// <summary>The survey that a text may answer; null when the number was asked nothing lately.</summary>
    public async Task<OpenSurvey?> FindAsync(Conversation talk, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (talk.Asked is not [var last, ..] || at >= last.Until + Conversations.SessionKept
            || await feedback.FindAsync(last.Request, cancellationToken) is not { } asked)
            return null;
        var session = talk.Session.About(last.Request);
        var answers = session.Merge(asked.Answers);
        var isOpen = asked.Request.State == FeedbackState.Open && at < asked.Request.ExpiresAt && !session.IsOver;
        var language = languages.FindOrDefault(LanguageTag.Parse(asked.Request.Language));
        return new(asked.Request, asked.Survey, isOpen ? asked.Survey.Next(answers) : null, answers, language);
    }

    /// <summary>The text answers the open question.</summary>
    public bool IsAnswer(OpenSurvey open, InboundText text) => parser.Parse(text, open.Item!) is not null;

    /// <summary>Takes a text as the answer to the open question.</summary>
    public async Task<Turn> AnswerAsync(OpenSurvey open, InboundSms sms, InboundText text, SmsSession session, CancellationToken cancellationToken)
    {
        var item = open.Item!;
        session = session.About(open.Request.Id);
        if (parser.Parse(text, item) is not { } answer)
            return await NotUnderstoodAsync(open, sms, text, session, cancellationToken);

        open.Answers[item.Key] = answer;
        session = session.With(item.Key, answer);
        var given = new SurveyAnswer(open.Request.Id, item.Key, answer.Score, answer.Comment);
        if (open.Survey.Next(open.Answers) is { } next)
        {
            var question = Reply.Question("question", next, open.Language, open.Request.ClientId, open.Language["reply.thanks"]);
            return new(session, new(InboundOutcome.Answered, Answer: given, Reply: question));
        }

        var thanks = Reply.Of(
            "thanks", open.Language, open.Request.ClientId, ("thanks", open.Survey.Thanks.In(open.Language.Tag) ?? open.Language["reply.thanks"]));
        return new(session with { IsOver = true }, new(InboundOutcome.Completed, Answer: given, Reply: thanks));
    }

    /// <summary>Takes a text as an answer to a survey that is over; null when it is none: then it is something else.</summary>
    public Turn? AnswerLate(OpenSurvey over, InboundText text, SmsSession session)
    {
        // Any words at all would answer a comment: they are not taken for one here.
        var item = over.Survey.Next(over.Answers) is { IsComment: false } next ? next : over.Survey.Items.FirstOrDefault(i => !i.IsComment);
        if (item is null || parser.Parse(text, item) is not { } answer)
            return null;
        return new(
            session,
            new(
                InboundOutcome.AnsweredLate,
                Answer: new(over.Request.Id, item.Key, answer.Score, answer.Comment, IsLate: true),
                Reply: Reply.Of("late", over.Language, over.Request.ClientId)));
    }

    private async Task<Turn> NotUnderstoodAsync(
        OpenSurvey open, InboundSms sms, InboundText text, SmsSession session, CancellationToken cancellationToken)
    {
        if (session.Prompts < MostPrompts)
        {
            var again = Reply.Question("ask-again", open.Item!, open.Language, open.Request.ClientId);
            return Turn.Of(session with { Prompts = session.Prompts + 1 }, InboundOutcome.AskedAgain, again);
        }

        var over = session with { IsOver = true };
        var kept = text.IsBlank
            ? Turn.Of(over, InboundOutcome.GivenUp, Reply.Of("closed", open.Language, open.Request.ClientId))
            : await messages.KeepAsync(sms, over, open.Language, cancellationToken);
        var reply = kept.Decision.Reply! with { Template = "closed", ClientId = open.Request.ClientId };
        return kept with { Decision = kept.Decision with { Outcome = InboundOutcome.GivenUp, Close = [open.Request.Id], Reply = reply } };
    }
}
