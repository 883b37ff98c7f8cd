using System.Text.Json;
using Azure;
using Azure.Storage.Queues;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>A receipt that could not be applied at once, as it waits on its queue.</summary>
public sealed record RefugeeReceipt(
    int V, string Attempt, string Kind, DateTimeOffset At, string? ProviderId = null, Reason? Reason = null, string? Code = null, int Retries = 0,
    int? Returned = null)
{
    public const int Version = 1;

    public static RefugeeReceipt From(AttemptId attempt, Receipt receipt) => receipt switch
    {
        Receipt.Taken r => new(Version, attempt.ToString(), "taken", r.At, r.ProviderId),
        Receipt.Delivered r => new(Version, attempt.ToString(), "delivered", r.At, r.ProviderId),
        Receipt.Failed r => new(Version, attempt.ToString(), "failed", r.At, r.ProviderId, r.Reason, r.Code, r.Retries),
        _ => throw new ArgumentOutOfRangeException(nameof(receipt)),
    };

    public Receipt ToReceipt() => Kind switch
    {
        "taken" => new Receipt.Taken(At, ProviderId),
        "delivered" => new Receipt.Delivered(At, ProviderId),
        "failed" => new Receipt.Failed(At, ProviderId, Reason!.Value, Code!, Retries),
        _ => throw new FormatException($"Unknown kind of receipt."),
    };
}

/// <summary>
/// Applies receipts where they arrive, in the webhook: one read, one transaction. When that does not work out, the receipt takes
/// refuge in a queue, so that a provider that does not repeat itself is still heard.
/// </summary>
public sealed partial class Receipts(DeliveryWorker worker, QueueServiceClient queues, ILogger<Receipts> logger)
{
    private readonly QueueClient refuge = queues.GetQueueClient(Queues.Receipts);

    public async Task ReceiveAsync(AttemptId attempt, Receipt receipt, CancellationToken cancellationToken)
    {
        try
        {
            if (!await worker.ReceiveAsync(attempt, receipt, cancellationToken))
                Log.NoSuchAttempt(logger, attempt.Notification, attempt.Delivery, attempt.Attempt);
        }
        catch (Exception e) when (e is RequestFailedException or InvalidOperationException or AggregateException or IOException or TimeoutException)
        {
            Log.TakesRefuge(logger, e, attempt.Notification);
            var message = JsonSerializer.Serialize(RefugeeReceipt.From(attempt, receipt), PeykJson.Default.RefugeeReceipt);
            await refuge.SendMessageAsync(message, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A receipt names attempt {Attempt} of delivery {Delivery} of notification {Id}, which is not known")]
        public static partial void NoSuchAttempt(ILogger logger, Guid id, int delivery, int attempt);

        [LoggerMessage(LogLevel.Warning, "A receipt of notification {Id} could not be applied and waits in a queue")]
        public static partial void TakesRefuge(ILogger logger, Exception exception, Guid id);
    }
}
