using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Core.Reports;
using Peyk.Functions.Batches;
using Peyk.Core.Inbound;
using Peyk.Functions.Assistant;
using Peyk.Functions.Complaints;
using Peyk.Functions.Callbacks;
using Peyk.Functions.Contacts;
using Peyk.Functions.Contacts.Erasures;
using Peyk.Functions.Delivery;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Newsletters.Sending;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Reminders;
using Peyk.Functions.Reports;
using Peyk.Functions.Feedback;

namespace Peyk.Functions.Shared;

/// <summary>The one JSON form of what the app stores, queues and answers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(SnakeCaseEnum<Channel>), typeof(SnakeCaseEnum<DeliveryStatus>), typeof(SnakeCaseEnum<Reason>), typeof(SnakeCaseEnum<AttemptOutcome>),
        typeof(SnakeCaseEnum<ChannelPolicy>), typeof(SnakeCaseEnum<SkipReason>), typeof(SnakeCaseEnum<InboundOutcome>), typeof(SnakeCaseEnum<Command>),
        typeof(SnakeCaseEnum<SubscriptionState>), typeof(SnakeCaseEnum<SubscriptionWay>), typeof(SnakeCaseEnum<CallOutcome>),
        typeof(SnakeCaseEnum<OptOutWay>),
    ])]
[JsonSerializable(typeof(ImmutableArray<Core.Deliveries.Delivery>))]
[JsonSerializable(typeof(NotificationContent))]
[JsonSerializable(typeof(DeliveryHint))]
[JsonSerializable(typeof(RefugeeReceipt))]
[JsonSerializable(typeof(BatchHint))]
[JsonSerializable(typeof(IReadOnlyList<BatchRowResult>))]
[JsonSerializable(typeof(CallbackHint))]
[JsonSerializable(typeof(CallbackConfiguration))]
[JsonSerializable(typeof(ContactIdentity))]
[JsonSerializable(typeof(StoredPreferences))]
[JsonSerializable(typeof(StoredPlan))]
[JsonSerializable(typeof(ReminderContent))]
[JsonSerializable(typeof(CaseStepReached))]
[JsonSerializable(typeof(ImmutableArray<SettledOccurrence>))]
[JsonSerializable(typeof(Segment))]
[JsonSerializable(typeof(Subscriber))]
[JsonSerializable(typeof(IReadOnlyList<SubscriptionChange>))]
[JsonSerializable(typeof(IssueContent))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(ImmutableArray<IssueCall>))]
[JsonSerializable(typeof(ImmutableArray<StoredCallGroup>))]
[JsonSerializable(typeof(IssueBatchHint))]
[JsonSerializable(typeof(IssueReceiptsMessage))]
[JsonSerializable(typeof(ErasureSubject))]
[JsonSerializable(typeof(ImmutableSortedDictionary<string, int>))]
[JsonSerializable(typeof(StoredRollup))]
[JsonSerializable(typeof(StoredFacts))]
[JsonSerializable(typeof(FeedbackPerson))]
[JsonSerializable(typeof(ResponseArrived))]
[JsonSerializable(typeof(InboundHint))]
[JsonSerializable(typeof(InboundBody))]
[JsonSerializable(typeof(InboundDecision))]
[JsonSerializable(typeof(MessageAnswer))]
[JsonSerializable(typeof(SmsSession))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ComplaintMatter))]
public sealed partial class PeykJson : JsonSerializerContext
{
    /// <summary>Persian stays readable in what is answered: only what JSON itself must escape is escaped.</summary>
    public static JavaScriptEncoder Encoder { get; } = JavaScriptEncoder.Create(UnicodeRanges.All);

    /// <summary>For what is long: a Persian letter takes two bytes, not six.</summary>
    public static PeykJson Readable => Held.Readable;

    // In a class of its own, so that the generated Default is there before it.
    private static class Held
    {
        public static readonly PeykJson Readable = new(new JsonSerializerOptions(Default.Options) { Encoder = Encoder });
    }
}

/// <summary>Enums travel as <c>snake_case</c> words.</summary>
public sealed class SnakeCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;

public static class SnakeCase
{
    /// <summary>The word by which an enum value travels in JSON, logs and tables.</summary>
    public static string ToWord<T>(this T value)
        where T : struct, Enum => Words<T>.Of[value];

    public static T FromWord<T>(string word)
        where T : struct, Enum => Words<T>.Back[word];

    public static bool TryFromWord<T>(string word, out T value)
        where T : struct, Enum => Words<T>.Back.TryGetValue(word, out value);

    public static IEnumerable<string> WordsOf<T>()
        where T : struct, Enum => Words<T>.Of.Values;

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Of =
            Enum.GetValues<T>().ToDictionary(v => v, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));

        public static readonly Dictionary<string, T> Back = Of.ToDictionary(p => p.Value, p => p.Key);
    }
}
