using Peyk.Core.Deliveries;
using Peyk.Functions.Assistant;
using Peyk.Functions.Complaints;
using Peyk.Functions.Feedback;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Reminders;
using Peyk.Functions.StatusUpdates;

namespace Peyk.Functions.Delivery;

/// <summary>A kind of message, as <see cref="NotificationFacts.Kind"/> names it, and the channels on which it ever goes.</summary>
public sealed record MessageKind(string Name, IReadOnlyList<Channel> Channels);

/// <summary>Every kind of message that the app sends.</summary>
public static class MessageKinds
{
    private static readonly IReadOnlyList<Channel> Both = [Channel.Sms, Channel.Email];

    /// <summary>In the order in which an operator reads them.</summary>
    public static IReadOnlyList<MessageKind> All { get; } =
    [
        new(StatusUpdateIntake.Kind, Both),
        new(ReminderIntake.Kind, Both),
        new(FeedbackAsker.Kind, Both),
        new(IssueTestSends.Kind, [Channel.Email]),
        new(ComplaintMessages.Kind, Both),
        new(SubscriptionMails.Kind, [Channel.Email]),
        new(Reply.Kind, [Channel.Sms]),
    ];

    /// <summary>Null when there is none of that name.</summary>
    public static MessageKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);
}
