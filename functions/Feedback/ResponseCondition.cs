using System.Text.Json;
using Peyk.Functions.Delivery;
using Peyk.Functions.Reminders;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Feedback;

/// <summary>What is kept of <c>stopWhen.response</c>.</summary>
public sealed record ResponseArrived(Guid Request);

/// <summary>The citizen answered a request for feedback, be it only one item.</summary>
public sealed class ResponseCondition(FeedbackStore requests) : IStopCondition
{
    public string Name => "response";

    public async Task<JsonElement?> ReadAsync(RequestReader reader, string clientId, CancellationToken cancellationToken)
    {
        var text = reader.Text("request", required: true, longest: 40);
        reader.Close();
        if (text is null)
            return null;
        if (NotificationKeys.TryParse(text, out var id) && await requests.FindAsync(id, cancellationToken) is { } request && request.ClientId == clientId)
            return JsonSerializer.SerializeToElement(new ResponseArrived(id), PeykJson.Default.ResponseArrived);
        reader.Refuse("request", "unknown_value", "No request for feedback of yours has this id.");
        return null;
    }

    public async Task<bool> IsMetAsync(JsonElement kept, string clientId, CancellationToken cancellationToken) =>
        await requests.FindAsync(kept.Deserialize(PeykJson.Default.ResponseArrived)!.Request, cancellationToken) is { FirstAnswerAt: not null } request
        && request.ClientId == clientId;
}
