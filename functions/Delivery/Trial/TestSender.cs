using System.Text.Json;
using Azure.Storage.Queues;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery.Email;
using Peyk.Functions.Delivery.Sms;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery.Trial;

/// <summary>
/// Stands in for the provider of a channel when a message came with a test key: it composes the same message, takes it, and sends
/// the receipt a second later through the queue of receipts. Nothing of the message leaves the system.
/// </summary>
public sealed class TestSender(IChannelSender real, QueueServiceClient queues, TimeProvider time) : IChannelSender
{
    private const string Prefix = "test";
    private static readonly TimeSpan ReceiptDelay = TimeSpan.FromSeconds(1);

    private readonly QueueClient _receipts = queues.GetQueueClient(Queues.Receipts);

    public Channel Channel => real.Channel;

    public Outgoing Compose(StoredNotification stored, NotificationContent content) => real.Compose(stored, content);

    public async Task<SendResult> SendAsync(Outgoing message, AttemptId attempt, TimeSpan validFor, CancellationToken cancellationToken)
    {
        var outcome = OutcomeOf(message);
        if (outcome.IsRefused)
            return new SendResult.Refused(outcome.Reason!.Value, outcome.Code);
        var providerId = $"{Prefix}:{outcome.Code}:{attempt}";
        var receipt = RefugeeReceipt.From(attempt, outcome.ToReceipt(time.GetUtcNow(), providerId));
        await _receipts.SendMessageAsync(
            JsonSerializer.Serialize(receipt, PeykJson.Default.RefugeeReceipt), ReceiptDelay, TimeSpan.FromSeconds(-1), cancellationToken);
        return new SendResult.Taken(providerId);
    }

    /// <remarks>There is no list to look at: sending a test message again does no harm.</remarks>
    public Task<Evidence> FindAsync(
        NotificationContent content, Attempt attempt, IReadOnlySet<string> owned, CancellationToken cancellationToken) =>
        Task.FromResult<Evidence>(new Evidence.None());

    public Task<Receipt?> FetchReceiptAsync(string providerId, CancellationToken cancellationToken) =>
        Task.FromResult(providerId.Split(':') is [Prefix, var code, _] ? TestOutcomes.OfCode(code)?.ToReceipt(time.GetUtcNow(), providerId) : null);

    private static TestOutcome OutcomeOf(Outgoing message) => message switch
    {
        OutgoingSms sms => TestOutcomes.OfNumber(sms.To),
        OutgoingEmail email => TestOutcomes.OfAddress(email.To),
        _ => throw new ArgumentOutOfRangeException(nameof(message)),
    };
}
