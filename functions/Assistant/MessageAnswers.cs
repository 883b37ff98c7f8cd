using Peyk.Core.Inbound;

namespace Peyk.Functions.Assistant;

/// <summary>What came of an answer to a message.</summary>
/// <param name="Sms">As it is now.</param>
/// <param name="IsRefused">Another answer was given before.</param>
public sealed record MessageAnswered(InboundSms Sms, bool IsRefused);

/// <summary>Answers citizens' messages: the answer is kept with the message, then sent. Should it end in between, the sweep sends it.</summary>
public sealed class MessageAnswers(Conversations conversations, InboundHandler handler, ReplyLanguages languages, TimeProvider time)
{
    private const int MostConflicts = 8;

    /// <returns>Null when there is no such message. The same answer of the same client again is no refusal and changes nothing.</returns>
    public async Task<MessageAnswered?> AnswerAsync(string code, string clientId, string text, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (await conversations.FindByCodeAsync(code, cancellationToken) is not { Decision.Code: not null } sms)
                return null;
            if (sms.Answer is null)
            {
                // What the text itself calls for is done first: the row says of one of the two only that it is.
                if (!sms.IsHandled)
                    await handler.HandleAsync(sms.Sender, sms.Sid, cancellationToken);
                var language = await languages.OfAsync(sms, InboundText.Read(sms.Body.Text), cancellationToken);
                var answer = new MessageAnswer(clientId, text, language.Tag.Value, time.GetUtcNow());
                if (await conversations.FindAsync(sms.Sender, sms.Sid, cancellationToken) is not { IsHandled: true, Answer: null } handled
                    || await conversations.TryAnswerAsync(handled, answer, cancellationToken) is not { } answered)
                    continue;
                sms = answered;
            }

            await handler.HandleAsync(sms.Sender, sms.Sid, cancellationToken);
            return new(sms, IsRefused: sms.Answer!.Text != text || sms.Answer.ClientId != clientId);
        }

        throw new InvalidOperationException($"A message changed {MostConflicts} times while it was answered.");
    }
}
