using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.QueueIntake;

/// <summary>Takes in what other systems put on the queue <c>triggers</c>.</summary>
public sealed class AcceptTriggerQueue(TriggerIntake triggers)
{
    [Function(nameof(AcceptTriggerQueue))]
    public Task Run([QueueTrigger(Queues.Triggers)] string message, FunctionContext context, CancellationToken cancellationToken) =>
        triggers.AcceptAsync(message, MessageId(context), cancellationToken);

    // The host gives metadata as JSON, so that an id may arrive in quotes.
    private static string MessageId(FunctionContext context) =>
        context.BindingContext.BindingData.TryGetValue("Id", out var id) && id?.ToString()?.Trim('"') is { Length: > 0 } text
            ? text
            : throw new InvalidOperationException("The queue gave the message no id.");
}
