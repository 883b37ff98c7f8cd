using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Peyk.Runtime.Tests.Support;

namespace Peyk.Runtime.Tests.Queues;

public sealed record Order(int Number, string Name);

public sealed class TextQueue(Seen seen)
{
    [Function("Text")]
    public void Run([QueueTrigger("text")] string message) => seen.Add(message);
}

public sealed class BytesQueue(Seen seen)
{
    [Function("Bytes")]
    public void Run([QueueTrigger("bytes")] BinaryData message) => seen.Add(message.ToString());
}

public sealed class OrderQueue(Seen seen)
{
    [Function("Orders")]
    public Task Run([QueueTrigger("orders")] Order order)
    {
        seen.Add(order);
        return Task.CompletedTask;
    }
}

public sealed class WholeQueue(Seen seen)
{
    [Function("Whole")]
    public void Run([QueueTrigger("whole")] QueueMessage message, FunctionContext context)
    {
        seen.Add(message);
        seen.Add(context);
        seen.Add(context.TraceContext.TraceParent);
    }
}

public sealed class NamedQueue(Seen seen)
{
    [Function("Named")]
    public void Run([QueueTrigger("named-%Stage%", Connection = "Other")] string message) => seen.Add(message);
}

public sealed class FailingQueue(Seen seen)
{
    [Function("Failing")]
    public void Run([QueueTrigger("failing")] QueueMessage message)
    {
        seen.Add(message);
        throw new InvalidOperationException();
    }
}

public sealed class FailingPoisonQueue(Seen seen)
{
    [Function("FailingPoison")]
    public void Run([QueueTrigger("old-poison")] QueueMessage message)
    {
        seen.Add(message);
        throw new InvalidOperationException();
    }
}

public sealed class PoisonedQueue(Seen seen)
{
    [Function("Poisoned")]
    public void Run([QueueTrigger("failing-poison")] string message) => seen.Add("poison " + message);
}

public sealed class SlowQueue(Seen seen)
{
    [Function("Slow")]
    public async Task Run([QueueTrigger("slow")] string message, CancellationToken cancellationToken)
    {
        seen.Add($"begun {message}");
        await Task.Delay(TimeSpan.FromSeconds(6), cancellationToken);
        seen.Add($"done {message}");
    }
}

/// <summary>Does not end by itself.</summary>
public sealed class StuckQueue(Seen seen)
{
    [Function("Stuck")]
    public async Task Run([QueueTrigger("stuck")] string message, CancellationToken cancellationToken)
    {
        seen.Add(message);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
