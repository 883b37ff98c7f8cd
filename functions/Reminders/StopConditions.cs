using System.Text.Json;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Reminders;

/// <summary>A condition as it is kept.</summary>
/// <param name="Name">Of the <see cref="IStopCondition"/> that knows it.</param>
public sealed record KeptCondition(string Name, JsonElement About);

/// <summary>Every condition that can stop a reminder. Any one of those that a reminder names is enough.</summary>
public sealed class StopConditions(IEnumerable<IStopCondition> conditions)
{
    private readonly Dictionary<string, IStopCondition> _byName = conditions.ToDictionary(condition => condition.Name);

    public async Task<IReadOnlyList<KeptCondition>> ReadAsync(RequestReader reader, string clientId, CancellationToken cancellationToken)
    {
        var kept = new List<KeptCondition>();
        foreach (var condition in _byName.Values)
        {
            if (reader.Object(condition.Name) is { } inner && await condition.ReadAsync(inner, clientId, cancellationToken) is { } about)
                kept.Add(new(condition.Name, about));
        }

        if (!_byName.Keys.Any(reader.Has))
            reader.Refuse(_byName.Keys.First(), "required", $"A condition is one of: {string.Join(", ", _byName.Keys)}.");
        reader.Close();
        return kept;
    }

    public async Task<bool> AnyMetAsync(IReadOnlyList<KeptCondition> kept, string clientId, CancellationToken cancellationToken)
    {
        foreach (var condition in kept)
        {
            if (_byName.TryGetValue(condition.Name, out var known) && await known.IsMetAsync(condition.About, clientId, cancellationToken))
                return true;
        }

        return false;
    }
}
