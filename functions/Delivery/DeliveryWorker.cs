using System.Text.Json;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;
using Microsoft.Extensions.Options;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>
/// Looks at one delivery and does what it needs: <see cref="NextSteps"/> decides, this class acts. It may be called twice, late,
/// or by two processes at once: the claim is one conditional write, and everything else is decided from what is stored.
/// </summary>
public sealed partial class DeliveryWorker(
    NotificationStore store,
    ContentCipher cipher,
    Hints hints,
    ProviderMessages providerMessages,
    SenderPace pace,
    ChannelPauses pauses,
    SenderRates rates,
    SendingGate gate,
    Charges charges,
    DeliveryRules rules,
    ChannelSenders senders,
    IssueCopies issues,
    IOptions<DeliveryOptions> options,
    TimeProvider time,
    ILogger<DeliveryWorker> logger)
{
    private const int MostConflicts = 8;
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    /// <summary>A retry due within this time is put on the queue at once; later ones are left to the sweep.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    public async Task LookAtAsync(Guid id, int number, CancellationToken cancellationToken)
    {
        if (await TrySendRecentAsync(id, number, cancellationToken))
            return;
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (await store.ReadAsync(id, cancellationToken) is not { } stored || stored.Notification.Find(number) is not { } delivery)
            {
                Log.Gone(logger, id, number);
                return;
            }

            using var activity = Telemetry.Continue("look at delivery", stored.Facts.TraceParent);
            if (await TryStepAsync(stored, delivery, cancellationToken))
                return;
        }

        throw new InvalidOperationException($"Notification {id} changed {MostConflicts} times while delivery {number} was looked at.");
    }

    /// <summary>Applies a receipt. False when there is no such attempt.</summary>
    public async Task<bool> ReceiveAsync(AttemptId attempt, Receipt receipt, CancellationToken cancellationToken)
    {
        if (await TryReceiveRecentAsync(attempt, receipt, cancellationToken))
            return true;
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (await store.ReadHeadAsync(attempt.Notification, cancellationToken) is not { } stored
                || stored.Notification.Find(attempt.Delivery) is not { } delivery
                || attempt.Attempt > delivery.Attempts.Length)
                return false;
            using var activity = Telemetry.Continue("receipt", stored.Facts.TraceParent);
            if (Judge(stored, delivery, attempt, receipt) is not { } transition
                || await ApplyAsync(stored, delivery, attempt, receipt, transition, cancellationToken))
                return true;
        }

        throw new InvalidOperationException($"Notification {attempt.Notification} changed {MostConflicts} times while a receipt was applied.");
    }

    /// <summary>Sends what this process has just taken over, or put back, without reading it. False: read it.</summary>
    private async Task<bool> TrySendRecentAsync(Guid id, int number, CancellationToken cancellationToken)
    {
        if (store.Recall(id) is not { Content: not null } recent || recent.Notification.Find(number) is not { } delivery
            || NextSteps.For(recent.Notification, delivery, rules.Times, time.GetUtcNow()) is not NextStep.Send)
            return false;
        using var activity = Telemetry.Continue("look at delivery", recent.Facts.TraceParent);
        return await SendAsync(recent, delivery, cancellationToken);
    }

    /// <summary>Applies a receipt to what this process has just written, without reading it. False: read it.</summary>
    private async Task<bool> TryReceiveRecentAsync(AttemptId attempt, Receipt receipt, CancellationToken cancellationToken)
    {
        if (store.Recall(attempt.Notification) is not { } recent || recent.Notification.Find(attempt.Delivery) is not { } delivery)
            return false;
        using var activity = Telemetry.Continue("receipt", recent.Facts.TraceParent);
        if (Judge(recent, delivery, attempt, receipt) is { } transition)
            return await ApplyAsync(recent, delivery, attempt, receipt, transition, cancellationToken);
        // That it is under way tells nothing of an attempt whose outcome is known, and what is known stays known.
        var isKnown = receipt is Receipt.Taken && delivery.Attempts.Any(a => a.Number == attempt.Attempt && !a.IsUnresolved);
        if (isKnown)
            store.Remember(recent);
        return isKnown;
    }

    private Transition? Judge(StoredNotification stored, Core.Deliveries.Delivery delivery, AttemptId attempt, Receipt receipt) =>
        rules.Receive(delivery, attempt.Attempt, receipt, stored.Notification.Situate(delivery, rules.Times, time.GetUtcNow()));

    private async Task<bool> ApplyAsync(
        StoredNotification stored, Core.Deliveries.Delivery delivery, AttemptId attempt, Receipt receipt, Transition transition,
        CancellationToken cancellationToken)
    {
        // Its answer was not heard, or not yet: this is the first word of the provider's id.
        if (receipt.ProviderId is { } providerId && delivery.Attempts.Any(a => a.Number == attempt.Attempt && a.IsUnresolved))
            await TryOwnAsync(stored, providerId, attempt, cancellationToken);
        return await SaveAsync(stored, stored.Notification.Apply(transition), cancellationToken);
    }

    /// <summary>One try. False when another step came first.</summary>
    private async Task<bool> TryStepAsync(StoredNotification stored, Core.Deliveries.Delivery delivery, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var step = NextSteps.For(stored.Notification, delivery, rules.Times, now);
        return step switch
        {
            NextStep.Nothing or NextStep.Wait => true,
            NextStep.Send => await SendAsync(stored, delivery, cancellationToken),
            NextStep.Expire => await EndAsync(stored, delivery, DeliveryStatus.Expired, Reason.Expired, cancellationToken),
            NextStep.GiveUpOnReceipt => await EndAsync(stored, delivery, DeliveryStatus.Expired, Reason.NoReceipt, cancellationToken),
            NextStep.LoseLease => await LoseLeaseAsync(stored, delivery, cancellationToken),
            NextStep.SeekEvidence => await SeekEvidenceAsync(stored, delivery, cancellationToken),
            NextStep.CheckReceipt => await CheckReceiptAsync(stored, delivery, cancellationToken),
            NextStep.FallBack => stored.Notification.FallBack(delivery, rules, now) is not { } change
                || await SaveAsync(stored, change, cancellationToken),
        };
    }

    private async Task<bool> SendAsync(StoredNotification stored, Core.Deliveries.Delivery delivery, CancellationToken cancellationToken)
    {
        if (Open(stored) is not { } content)
            return await EndAsync(stored, delivery, DeliveryStatus.Failed, Reason.Erased, cancellationToken);

        if (await pauses.IsPausedAsync(delivery.Channel, stored.Facts.Kind, cancellationToken))
            return true; // The open row stays due: the sweep hints again.

        if (pace.PauseOf(delivery.Channel, Random.Shared.NextDouble()) is { } pause)
        {
            await hints.PutAsync(stored.Notification.Id, delivery, stored.Facts.Lane, pause, cancellationToken);
            return true;
        }

        var passage = await gate.AskAsync(stored, content, delivery.Channel, cancellationToken);
        if (await StopAsync(stored, delivery, passage.Verdict, cancellationToken) is { } stopped)
            return stopped;
        // What comes with a test key takes nothing of a provider's rate.
        if (!stored.Facts.IsTest)
        {
            switch (await rates.AskAsync(delivery.Channel, stored.Facts.Lane, delivery.Status == DeliveryStatus.Scheduled, cancellationToken))
            {
                case Turn.Later later:
                    return await WaitForTurnAsync(stored, delivery, later, cancellationToken);
                case Turn.Go { HasWaited: true }:
                    passage = await gate.AskAsync(stored, content, delivery.Channel, cancellationToken);
                    if (await StopAsync(stored, delivery, passage.Verdict, cancellationToken) is { } late)
                        return late;
                    break;
            }
        }

        var sender = senders.For(stored, delivery.Channel);
        var message = sender.Compose(stored, await issues.FillAsync(content, cancellationToken) with { PreferencesLink = passage.PreferencesLink });
        var claim = stored.Notification.Apply(
            rules.Claim(delivery, message.Commitment, time.GetUtcNow(), charges.Of(message, stored.Facts.IsTest)));
        if (await store.SaveAsync(stored, claim, cancellationToken) is not { } claimed)
            return false;

        var attempt = claimed.Notification.Find(delivery.Number)!.LatestAttempt!;
        var now = time.GetUtcNow();
        if (now - attempt.ClaimedAt > rules.Times.CallWindow)
            return true; // Too late to call safely within the lease: the sweep takes it up after the lease.

        var id = new AttemptId(stored.Notification.Id, delivery.Number, attempt.Number);
        // The call is not tied to the function's own cancellation: a call that was begun is finished and recorded, also while draining.
        using var timeout = new CancellationTokenSource(options.Value.CallTimeout, time);
        var result = await CallAsync(sender, message, id, stored.Notification.ExpiresAt - now, timeout.Token);
        await RecordAsync(claimed, id, result, attempt.ClaimedAt + rules.Times.Lease);
        await gate.LearnAsync(stored, content, delivery.Channel, result, attempt.ClaimedAt, CancellationToken.None);
        return true;
    }

    /// <summary>Ends the step if the message may not go to this person now. Null: it may.</summary>
    private async Task<bool?> StopAsync(
        StoredNotification stored, Core.Deliveries.Delivery delivery, Verdict verdict, CancellationToken cancellationToken) => verdict switch
        {
            Verdict.Hold hold => await HoldAsync(stored, delivery, hold.Until, cancellationToken),
            Verdict.Suppress suppress => await EndAsync(stored, delivery, DeliveryStatus.Suppressed, suppress.Reason, cancellationToken),
            _ => null,
        };

    /// <summary>
    /// A short pause is waited out in the queue, a place in the line in the open row. What would come too late there is over at once, so that
    /// another channel may do.
    /// </summary>
    private async Task<bool> WaitForTurnAsync(
        StoredNotification stored, Core.Deliveries.Delivery delivery, Turn.Later later, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (later.Limit == RateLimit.Paused)
        {
            await hints.PutAsync(stored.Notification.Id, delivery, stored.Facts.Lane, later.Until > now ? later.Until - now : TimeSpan.Zero, cancellationToken);
            return true;
        }

        var code = later.Limit.ToWord();
        if (later.Until >= stored.Notification.ExpiresAt)
            return await SaveAsync(stored, DeliveryRules.End(delivery, DeliveryStatus.Expired, Reason.Expired, now, code), cancellationToken);
        var waiting = DeliveryRules.PutOff(delivery, DeliveryStatus.Scheduled, later.Until, now);
        return await SaveAsync(stored, waiting with { Entry = waiting.Entry with { Code = code } }, cancellationToken);
    }

    /// <summary>Waits for the recipient's hours; what they would make come too late is over at once, so that another channel may do.</summary>
    private Task<bool> HoldAsync(
        StoredNotification stored, Core.Deliveries.Delivery delivery, DateTimeOffset until, CancellationToken cancellationToken) =>
        until < stored.Notification.ExpiresAt
            ? SaveAsync(stored, DeliveryRules.PutOff(delivery, DeliveryStatus.Held, until, time.GetUtcNow()), cancellationToken)
            : EndAsync(stored, delivery, DeliveryStatus.Expired, Reason.Expired, cancellationToken);

    private async Task<SendResult> CallAsync(
        IChannelSender sender, Outgoing message, AttemptId attempt, TimeSpan validFor, CancellationToken cancellationToken)
    {
        using var activity = Telemetry.Call(sender.Channel, attempt.Attempt);
        var started = time.GetTimestamp();
        var result = await sender.SendAsync(message, attempt, validFor, cancellationToken);
        if (pace.Heard(sender.Channel, result) is { } pause)
            await TellPauseAsync(sender.Channel, pause, cancellationToken);
        Telemetry.Called(sender.Channel, result, time.GetElapsedTime(started));
        activity.SetResult(result);
        return result;
    }

    /// <summary>Tells the other instances. They would find out by themselves, only later: no fault of it may hide the provider's answer.</summary>
    private async Task TellPauseAsync(Channel channel, TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await rates.PauseAsync(channel, pause, cancellationToken);
        }
        catch (Exception e) when (e.IsStorageFault() || e is OperationCanceledException)
        {
            Log.PauseNotTold(logger, e, channel);
        }
    }

    /// <summary>
    /// Writes the provider's answer down. Nobody else knows it, so that a fault of the storage is waited out for as long as the claim
    /// keeps others away; after that, evidence is sought.
    /// </summary>
    private async Task RecordAsync(StoredNotification claimed, AttemptId id, SendResult result, DateTimeOffset until)
    {
        while (true)
        {
            try
            {
                if (result is SendResult.Taken taken)
                    await TryOwnAsync(claimed, taken.ProviderId, id, CancellationToken.None);
                await TryRecordAsync(claimed, id, result);
                return;
            }
            catch (Exception e) when (e.IsStorageFault() && time.GetUtcNow() < until)
            {
                Log.NotRecorded(logger, e, id.Notification, id.Delivery);
                await Task.Delay(PauseAfterFault, time, CancellationToken.None);
            }
        }
    }

    /// <summary>A receipt may have come before the answer; then the notification is read again.</summary>
    private async Task TryRecordAsync(StoredNotification claimed, AttemptId id, SendResult result)
    {
        StoredNotification? stored = claimed;
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (stored?.Notification.Find(id.Delivery) is not { } delivery)
                return;
            var situation = stored.Notification.Situate(delivery, rules.Times, time.GetUtcNow());
            var transition = rules.Answered(delivery, id.Attempt, result, situation, Random.Shared.NextDouble());
            if (transition is null || await SaveAsync(stored, stored.Notification.Apply(transition), CancellationToken.None))
                return;
            stored = await store.ReadHeadAsync(id.Notification, CancellationToken.None);
        }

        throw new InvalidOperationException($"Notification {id.Notification} changed {MostConflicts} times while an answer was recorded.");
    }

    private async Task<bool> SeekEvidenceAsync(
        StoredNotification stored, Core.Deliveries.Delivery delivery, CancellationToken cancellationToken)
    {
        var evidence = await FindAsync(stored, delivery, cancellationToken);
        var now = time.GetUtcNow();
        var situation = stored.Notification.Situate(delivery, rules.Times, now);
        var transition = evidence switch
        {
            Evidence.Found found => rules.Receive(delivery, delivery.LatestAttempt!.Number, new Receipt.Taken(now, found.ProviderId), situation),
            Evidence.None => rules.NoEvidence(delivery, now),
            Evidence.Unavailable => null, // The open row stays due: the sweep asks again.
            _ => throw new ArgumentOutOfRangeException(nameof(stored)),
        };
        return await SaveAsync(stored, transition, cancellationToken);
    }

    private async Task<Evidence> FindAsync(
        StoredNotification stored, Core.Deliveries.Delivery delivery, CancellationToken cancellationToken)
    {
        if (Open(stored) is not { } content)
            return new Evidence.None();
        var attempt = delivery.LatestAttempt!;
        var id = new AttemptId(stored.Notification.Id, delivery.Number, attempt.Number);
        var owned = stored.Notification.Deliveries.SelectMany(d => d.Attempts).Select(a => a.ProviderId).OfType<string>().ToHashSet();
        while (true)
        {
            var evidence = await senders.For(stored, delivery.Channel).FindAsync(content, attempt, owned, cancellationToken);
            // An equal message may be another notification's: who owns it decides.
            if (evidence is not Evidence.Found found || await TryOwnAsync(stored, found.ProviderId, id, cancellationToken))
                return evidence;
            owned.Add(found.ProviderId);
        }
    }

    private async Task<bool> TryOwnAsync(
        StoredNotification stored, string providerId, AttemptId attempt, CancellationToken cancellationToken) =>
        !senders.For(stored, stored.Notification.Find(attempt.Delivery)!.Channel).IsFoundByText
        || await providerMessages.TryOwnAsync(providerId, attempt, cancellationToken);

    private async Task<bool> LoseLeaseAsync(
        StoredNotification stored, Core.Deliveries.Delivery delivery, CancellationToken cancellationToken)
    {
        await SaveAsync(stored, rules.LeaseLost(delivery, time.GetUtcNow()), cancellationToken);
        return false; // Look again at once: for an SMS, evidence can be sought now.
    }

    private async Task<bool> CheckReceiptAsync(
        StoredNotification stored, Core.Deliveries.Delivery delivery, CancellationToken cancellationToken)
    {
        var latest = delivery.LatestAttempt!;
        var receipt = latest.ProviderId is null ? null : await senders.For(stored, delivery.Channel).FetchReceiptAsync(latest.ProviderId, cancellationToken);
        var situation = stored.Notification.Situate(delivery, rules.Times, time.GetUtcNow());
        if (receipt is not null && rules.Receive(delivery, latest.Number, receipt, situation) is { } transition)
            return await SaveAsync(stored, stored.Notification.Apply(transition), cancellationToken);
        var waiting = rules.Checked(delivery, situation);
        var notification = stored.Notification with { Deliveries = stored.Notification.Deliveries.SetItem(delivery.Number - 1, waiting) };
        return await SaveAsync(stored, new Change(notification, [], [delivery.Number]), cancellationToken);
    }

    private Task<bool> EndAsync(
        StoredNotification stored, Core.Deliveries.Delivery delivery, DeliveryStatus status, Reason reason, CancellationToken cancellationToken) =>
        SaveAsync(stored, DeliveryRules.End(delivery, status, reason, time.GetUtcNow()), cancellationToken);

    private Task<bool> SaveAsync(StoredNotification stored, Transition? transition, CancellationToken cancellationToken) =>
        transition is null ? Task.FromResult(true) : SaveAsync(stored, stored.Notification.Apply(transition), cancellationToken);

    /// <summary>Saves a step and hints at what it made due soon.</summary>
    private async Task<bool> SaveAsync(StoredNotification stored, Change change, CancellationToken cancellationToken)
    {
        if (await store.SaveAsync(stored, change, cancellationToken) is null)
            return false;
        var now = time.GetUtcNow();
        foreach (var delivery in change.Changed.Select(n => change.Notification.Find(n)!))
        {
            Telemetry.Reached(change.Notification, delivery);
            Log.Step(logger, change.Notification.Id, delivery.Number, delivery.Channel, delivery.Status, delivery.Reason, delivery.Code);
            if (delivery is { Status: DeliveryStatus.Accepted, Due: { } due } && due - now <= Soon)
                await hints.PutAsync(
                    change.Notification.Id, delivery, stored.Facts.Lane, due > now ? due - now : TimeSpan.Zero, cancellationToken);
        }

        return true;
    }

    private NotificationContent? Open(StoredNotification stored)
    {
        if (stored.Content is null)
            return null;
        var opened = cipher.Open(stored.Notification.Id, stored.Content);
        return JsonSerializer.Deserialize(opened.Body, PeykJson.Default.NotificationContent);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Notification {Id}, delivery {Delivery} by {Channel}: {Status} {Reason} {Code}")]
        public static partial void Step(
            ILogger logger, Guid id, int delivery, Channel channel, DeliveryStatus status, Reason? reason, string? code);

        [LoggerMessage(LogLevel.Warning, "The answer for notification {Id}, delivery {Delivery} could not be recorded; trying again")]
        public static partial void NotRecorded(ILogger logger, Exception exception, Guid id, int delivery);

        [LoggerMessage(LogLevel.Warning, "The other instances could not be told that the provider of {Channel} wants a pause")]
        public static partial void PauseNotTold(ILogger logger, Exception exception, Channel channel);

        [LoggerMessage(LogLevel.Warning, "Notification {Id} has no delivery {Delivery}: the hint is dropped")]
        public static partial void Gone(ILogger logger, Guid id, int delivery);
    }
}
