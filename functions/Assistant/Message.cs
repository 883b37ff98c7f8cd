namespace Peyk.Functions.Assistant;

/// <summary>Whether a person answered a message.</summary>
public enum MessageState
{
    Open,
    Answered,
}

/// <summary>A citizen's message as the API shows it.</summary>
/// <param name="Code">By which citizen and staff speak of it; seven digits.</param>
/// <param name="Outcome"><c>message</c>; <c>given_up</c> when it answered no question of a survey; <c>automatic</c> when a machine seems to have sent it.</param>
/// <param name="Answer">What was answered; null until then.</param>
public sealed record MessageView(
    string Code, MessageState State, InboundOutcome Outcome, DateTimeOffset ReceivedAt, string From, string Text, MessageAnswerView? Answer)
{
    /// <param name="notification">Of the answer.</param>
    public static MessageView Of(InboundSms sms, Guid? notification) => new(
        sms.Decision!.Code!, sms.Answer is null ? MessageState.Open : MessageState.Answered, sms.Decision.Outcome, sms.ReceivedAt, sms.Body.From,
        sms.Body.Text, sms.Answer is { } answer ? new(notification!.Value, answer.Text, answer.At, answer.ClientId) : null);
}

/// <param name="Notification">By which it went: of the client that answered.</param>
public sealed record MessageAnswerView(Guid Notification, string Text, DateTimeOffset At, string Client);

/// <param name="Next">Give it as <c>after</c> for later ones; null at the end.</param>
public sealed record MessagePage(IReadOnlyList<MessageView> Items, string? Next);
