using System.Text.Json;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Reminders;

/// <summary>Something that makes the rest of a reminder needless. A new condition is a new implementation, registered by its capability.</summary>
public interface IStopCondition
{
    /// <summary>The member of <c>stopWhen</c> by which a request asks for it.</summary>
    string Name { get; }

    /// <summary>Reads what the condition is about and judges it.</summary>
    /// <param name="clientId">Whose reminder it is.</param>
    /// <returns>What is to be kept, sealed with the reminder; null, with errors, when it is not good.</returns>
    Task<JsonElement?> ReadAsync(RequestReader reader, string clientId, CancellationToken cancellationToken);

    /// <summary>Whether it holds now. A condition on something that is gone does not.</summary>
    /// <param name="kept">What <see cref="ReadAsync"/> gave.</param>
    Task<bool> IsMetAsync(JsonElement kept, string clientId, CancellationToken cancellationToken);
}
