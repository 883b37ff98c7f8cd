using System.Text.Json.Serialization;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery;
using Peyk.Functions.Feed;
using Peyk.Functions.Messages;
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
        typeof(SnakeCaseEnum<Party>),
    ])]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(StatusUpdateAccepted))]
[JsonSerializable(typeof(StatusUpdatePreview))]
[JsonSerializable(typeof(NotificationView))]
[JsonSerializable(typeof(NotificationProof))]
[JsonSerializable(typeof(PublicKeySet))]
[JsonSerializable(typeof(NotificationList))]
[JsonSerializable(typeof(NotificationCancelled))]
[JsonSerializable(typeof(FeedPage))]
[JsonSerializable(typeof(TemplateList))]
[JsonSerializable(typeof(TemplatePreview))]
public sealed partial class HttpJson : JsonSerializerContext;
