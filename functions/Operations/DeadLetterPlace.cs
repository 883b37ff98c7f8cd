using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Operations;

/// <summary>Names a dead letter among all, and where a list of them goes on. Nothing personal is in it.</summary>
public sealed record DeadLetterPlace(string Queue, string MessageId)
{
    private const char Mark = ':';
    private const int LongestId = 100;

    /// <returns>Null when it is none: no queue of ours, or no id.</returns>
    public static DeadLetterPlace? Parse(string? text) =>
        text?.Split(Mark) is [var queue, { Length: > 0 and <= LongestId } id] && Queues.All.Contains(queue) && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? new(queue, id)
            : null;

    public override string ToString() => $"{Queue}{Mark}{MessageId}";
}
