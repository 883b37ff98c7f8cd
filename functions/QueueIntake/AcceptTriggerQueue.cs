using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.QueueIntake;

/// <summary>Takes in what other systems put on the queue <c>triggers</c>.</summary>
public sealed class AcceptTriggerQueue(TriggerIntake triggers)
{
    [Function(nameof(AcceptTriggerQueue))]
    public Task Run([QueueTrigger(Queues.Triggers)] string message, FunctionContext context, CancellationToken cancellationToken) =>
        triggers.AcceptAsync(message, MessageId(context), InsertedAt(context), cancellationToken);

    private static string MessageId(FunctionContext context) =>
        Metadata(context, "Id") ?? throw new InvalidOperationException("The queue gave the message no id.");

    private static DateTimeOffset? InsertedAt(FunctionContext context) =>
        DateTimeOffset.TryParse(Metadata(context, "InsertionTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    // The host gives metadata as JSON, so that a value may arrive in quotes.
    private static string? Metadata(FunctionContext context, string name) =>
        context.BindingContext.BindingData.TryGetValue(name, out var value) && value?.ToString()?.Trim('"') is { Length: > 0 } text ? text : null;
}
