using System.Text.Json;
using Microsoft.Extensions.Options;
using Peyk.Core.Deliveries;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>
/// What becomes of a message that failed too often: it is put back while that may still be of use, at most three times, and then
/// kept as a dead letter. The count travels in the message.
/// </summary>
public sealed partial class PoisonedMessages(
    NotificationStore store, Hints hints, DeadLetterStore deadLetters, Keyring keyring, IOptions<DeliveryOptions> options, TimeProvider time, ILogger<PoisonedMessages> logger)
{
    private const int MostReturns = 3;
    private const int IdLength = 32;

    /// <param name="queue">The queue where it failed.</param>
    public async Task HandleHintAsync(string queue, string message, CancellationToken cancellationToken)
    {
        if (TryRead(message, DeliveryHint.Version, PeykJson.Default.DeliveryHint) is not { } hint)
        {
            await GiveUpAsync(queue, message, "unreadable", cancellationToken);
            return;
        }

        var stored = await store.ReadHeadAsync(hint.Id, cancellationToken);
        if (stored?.Notification.Find(hint.Delivery) is not { } delivery || delivery.Status.IsFinal())
            return; // Nothing is left to be done for it.
        var returned = hint.Returned ?? 0;
        if (returned >= MostReturns || time.GetUtcNow() >= stored.Notification.ExpiresAt)
        {
            await GiveUpAsync(queue, message, "failed_too_often", cancellationToken);
            return;
        }

        var again = JsonSerializer.Serialize(hint with { Returned = returned + 1 }, PeykJson.Default.DeliveryHint);
        await ReturnAsync(queue, again, returned, cancellationToken);
    }

    /// <inheritdoc cref="HandleHintAsync"/>
    public async Task HandleReceiptAsync(string queue, string message, CancellationToken cancellationToken)
    {
        if (TryRead(message, RefugeeReceipt.Version, PeykJson.Default.RefugeeReceipt) is not { } receipt || AttemptId.Parse(receipt.Attempt) is null)
        {
            await GiveUpAsync(queue, message, "unreadable", cancellationToken);
            return;
        }

        var returned = receipt.Returned ?? 0;
        if (returned >= MostReturns)
        {
            await GiveUpAsync(queue, message, "failed_too_often", cancellationToken);
            return;
        }

        var again = JsonSerializer.Serialize(receipt with { Returned = returned + 1 }, PeykJson.Default.RefugeeReceipt);
        await ReturnAsync(queue, again, returned, cancellationToken);
    }

    /// <summary>Keeps a message as a dead letter.</summary>
    public async Task GiveUpAsync(string queue, string message, string reason, CancellationToken cancellationToken)
    {
        // The same message is kept once, however often it comes here.
        var id = keyring.LookupHash("dead-letter", message)[..IdLength];
        await deadLetters.AddAsync(queue, id, reason, message, cancellationToken);
        Log.GivenUp(logger, queue, reason);
    }

    private async Task ReturnAsync(string queue, string message, int returned, CancellationToken cancellationToken)
    {
        Log.Returned(logger, queue, returned + 1);
        await hints.PutBackAsync(queue, message, options.Value.PutBackPause * Math.Pow(5, returned), cancellationToken);
    }

    private static T? TryRead<T>(string message, int version, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return QueueMessage.IsNewer(message, version) ? null : QueueMessage.Read(message, type);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A message of {Queue} that failed too often is put back, for the {Count}. time")]
        public static partial void Returned(ILogger logger, string queue, int count);

        [LoggerMessage(LogLevel.Error, "A message of {Queue} is given up and kept as a dead letter: {Reason}")]
        public static partial void GivenUp(ILogger logger, string queue, string reason);
    }
}
