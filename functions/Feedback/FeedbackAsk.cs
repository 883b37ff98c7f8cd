using Peyk.Core.Deliveries;
using Peyk.Core.Surveys;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Intake;

namespace Peyk.Functions.Feedback;

/// <summary>A survey that is to be put to somebody.</summary>
/// <param name="Id">Id of the request and of the notification that asks.</param>
/// <param name="RemindAfter">From the asking to the one reminder; null for none.</param>
/// <param name="Sample">Share of the persons that are asked, 0 to 1; who is in it follows from the id.</param>
public sealed record FeedbackAsk(
    Guid Id,
    ApiClient Client,
    SurveyDefinition Survey,
    string Language,
    string? Service,
    Recipient To,
    string? CaseCode,
    string? Reference,
    ChannelPolicy Policy,
    IReadOnlyList<Channel> Channels,
    TimeSpan? FallbackAfter,
    SendingTimes Times,
    TimeSpan? RemindAfter,
    double Sample,
    string? IdempotencyRow);

/// <summary>What came of it.</summary>
public enum AskOutcome
{
    Asked,

    /// <summary>The sample left the person out.</summary>
    NotInSample,

    /// <summary>The person was asked something lately.</summary>
    AskedLately,
}
