using System.Text.Json;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Operations;

/// <summary>A queue message that could not be processed.</summary>
/// <param name="Queue">Where it came from.</param>
/// <param name="MessageId">Names it within its queue.</param>
/// <param name="Reason">Codes and pointers, never a value of the message.</param>
public sealed record DeadLetter(string Queue, string MessageId, DateTimeOffset At, string Reason)
{
    /// <summary>The reason in one word: that of a refused post is a whole problem, of which this is the code.</summary>
    public string Code => Problem?.Code ?? Reason;

    /// <summary>What was wrong with a refused post, as pointers and codes; empty for any other reason.</summary>
    public IReadOnlyList<FieldError> Errors => Problem?.Errors ?? [];

    private Problem? Problem
    {
        get
        {
            try
            {
                return Reason.StartsWith('{') ? JsonSerializer.Deserialize(Reason, HttpJson.Default.Problem) : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}

/// <summary>Dead letters of one queue and reason.</summary>
/// <param name="Count">Of those that were counted.</param>
public sealed record DeadLetterGroup(string Queue, string Code, int Count, DateTimeOffset Oldest, DateTimeOffset Newest);
