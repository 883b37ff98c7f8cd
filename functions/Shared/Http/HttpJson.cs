using System.Text.Json;
using System.Text.Json.Serialization;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Core.Reports.Outlook;
using Peyk.Functions.Assistant;
using Peyk.Functions.Batches;
using Peyk.Functions.Callbacks;
using Peyk.Functions.Contacts;
using Peyk.Functions.Contacts.Erasures;
using Peyk.Functions.Contacts.Settings;
using Peyk.Functions.Complaints;
using Peyk.Functions.Delivery;
using Peyk.Functions.Feed;
using Peyk.Functions.Feedback;
using Peyk.Functions.Messages;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Reminders;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.StatusUpdates;

namespace Peyk.Functions.Shared.Http;

/// <summary>The JSON of the API's answers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(SnakeCaseEnum<Channel>), typeof(SnakeCaseEnum<DeliveryStatus>), typeof(SnakeCaseEnum<Reason>), typeof(SnakeCaseEnum<AttemptOutcome>),
        typeof(SnakeCaseEnum<Party>), typeof(SnakeCaseEnum<CallbackStatus>), typeof(SnakeCaseEnum<CallbackFailure>),
        typeof(SnakeCaseEnum<BatchStatus>), typeof(SnakeCaseEnum<ReminderState>), typeof(SnakeCaseEnum<OccurrenceStatus>), typeof(SnakeCaseEnum<SkipReason>),
        typeof(SnakeCaseEnum<ErasureStatus>), typeof(SnakeCaseEnum<FeedbackState>), typeof(SnakeCaseEnum<AnswerChannel>),
        typeof(SnakeCaseEnum<ComplaintState>), typeof(SnakeCaseEnum<ComplaintSource>), typeof(SnakeCaseEnum<MessageState>), typeof(SnakeCaseEnum<InboundOutcome>),
        typeof(SnakeCaseEnum<SubscriptionState>), typeof(SnakeCaseEnum<SubscriptionWay>), typeof(SnakeCaseEnum<IssueState>), typeof(SnakeCaseEnum<PauseCause>),
        typeof(SnakeCaseEnum<Indicator>), typeof(SnakeCaseEnum<IndicatorUnit>), typeof(SnakeCaseEnum<IndicatorState>), typeof(SnakeCaseEnum<ForecastState>),
    ])]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(StatusUpdateAccepted))]
[JsonSerializable(typeof(StatusUpdatePreview))]
[JsonSerializable(typeof(FeedbackRequestAccepted))]
[JsonSerializable(typeof(FeedbackRequestView))]
[JsonSerializable(typeof(ResponsePage))]
[JsonSerializable(typeof(ComplaintView))]
[JsonSerializable(typeof(ComplaintPage))]
[JsonSerializable(typeof(MessageView))]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(SatisfactionReport))]
[JsonSerializable(typeof(NotificationView))]
[JsonSerializable(typeof(NotificationProof))]
[JsonSerializable(typeof(PublicKeySet))]
[JsonSerializable(typeof(NotificationList))]
[JsonSerializable(typeof(NotificationCancelled))]
[JsonSerializable(typeof(FeedPage))]
[JsonSerializable(typeof(ReminderAccepted))]
[JsonSerializable(typeof(ReminderPreview))]
[JsonSerializable(typeof(ReminderView))]
[JsonSerializable(typeof(ReminderList))]
[JsonSerializable(typeof(CallbackPage))]
[JsonSerializable(typeof(CallbackRequested))]
[JsonSerializable(typeof(CallbacksRequested))]
[JsonSerializable(typeof(PreferencesLink))]
[JsonSerializable(typeof(TemplateList))]
[JsonSerializable(typeof(TemplatePreview))]
[JsonSerializable(typeof(BatchAccepted))]
[JsonSerializable(typeof(BatchView))]
[JsonSerializable(typeof(BatchRowPage))]
[JsonSerializable(typeof(BatchCheck))]
[JsonSerializable(typeof(ContactView))]
[JsonSerializable(typeof(ContactList))]
[JsonSerializable(typeof(TimelinePage))]
[JsonSerializable(typeof(SubscriptionResult))]
[JsonSerializable(typeof(SubscriptionResults))]
[JsonSerializable(typeof(SubscriptionView))]
[JsonSerializable(typeof(SubscriptionList))]
[JsonSerializable(typeof(ErasureView))]
[JsonSerializable(typeof(PersonalExport))]
[JsonSerializable(typeof(DeliveryReport))]
[JsonSerializable(typeof(IndicatorReport))]
[JsonSerializable(typeof(ForecastReport))]
[JsonSerializable(typeof(ComplaintReportView))]
[JsonSerializable(typeof(IssueAccepted))]
[JsonSerializable(typeof(IssueView))]
[JsonSerializable(typeof(IssueList))]
[JsonSerializable(typeof(IssuePreview))]
[JsonSerializable(typeof(IssueTests))]
public sealed partial class HttpJson : JsonSerializerContext
{
    /// <summary>For answers: Persian stays readable, and as short as it is.</summary>
    public static HttpJson Readable => Held.Readable;

    // In a class of its own, so that the generated Default is there before it.
    private static class Held
    {
        public static readonly HttpJson Readable = new(new JsonSerializerOptions(Default.Options) { Encoder = PeykJson.Encoder });
    }
}
