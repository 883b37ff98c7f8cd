using Azure.Storage.Queues;
using Microsoft.Extensions.Options;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery;
using Peyk.Functions.Delivery.Email;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Contacts.Erasures;

/// <summary>
/// Erases what was sent to a person, goes on where an earlier run stopped, and ends with nothing that leads to them. Everything is gone
/// through twice: at once, so that nothing more is sent, and when all that was under way has come to rest.
/// </summary>
public sealed partial class ErasureWork(
    ErasureStore erasures,
    ContactRemoval removal,
    DataSubjects subjects,
    ContactTimeline timeline,
    HeldContents contents,
    NotificationErasure notifications,
    DeadLetterStore deadLetters,
    IEnumerable<IPersonalData> others,
    AddressBook addresses,
    SendGridLists lists,
    QueueServiceClient queues,
    AuditLog audit,
    IOptions<ContactOptions> options,
    TimeProvider time,
    ILogger<ErasureWork> logger)
{
    private const string Done = "erasure_done";
    private const string Notifications = "notifications";
    private const string DeadLetters = "deadLetters";
    private const int LastPass = 2;

    /// <summary>As many messages as a peek shows; what was put later stands behind.</summary>
    private const int QueueFront = 32;

    /// <summary>Below the function's deadline of 60 s.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);

    /// <summary>Nobody else works on an erasure for so long; above the deadline.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    /// <summary>
    /// Clocks differ, and a post may be under way while the contact is deleted: what comes within this time counts as posted before.
    /// </summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan QueuePause = TimeSpan.FromMinutes(1);

    /// <summary>Works on all erasures that are due, as far as the time reaches.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await foreach (var due in erasures.ReadDueAsync(cancellationToken))
        {
            if (time.GetElapsedTime(started) > Longest)
                return;
            if (await erasures.SaveAsync(due with { NotBefore = time.GetUtcNow() + Lease }, cancellationToken) is not { } claimed)
                continue;
            try
            {
                await WorkAsync(new(claimed, () => time.GetElapsedTime(started) < Longest), cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // One that fails does not keep the others up; it is tried again when its lease is over.
                Log.Failed(logger, e, due.Erasure.Id);
            }
        }
    }

    private async Task WorkAsync(Run run, CancellationToken cancellationToken)
    {
        if (await removal.RemoveAsync(run.Open, cancellationToken) is not { } open)
            return;
        run.Open = open;
        var subject = await subjects.OfAsync(open.Subject, open.Erasure.IsTest, open.Erasure.RequestedAt + Tolerance, cancellationToken);
        var isThrough = await ClearTimelineAsync(run, subject, cancellationToken)
            && await ClearDaysAsync(run, subject, cancellationToken)
            && await ClearOthersAsync(run, subject, cancellationToken);
        if (!isThrough)
        {
            await erasures.SaveAsync(run.Open with { NotBefore = time.GetUtcNow() }, cancellationToken);
            return;
        }

        run.Count(DeadLetters, await deadLetters.DeleteAsync(subject.IsIn, cancellationToken));
        await HandOverAsync(subject, cancellationToken);
        await EndPassAsync(run, cancellationToken);
    }

    private async Task<bool> ClearTimelineAsync(Run run, DataSubject subject, CancellationToken cancellationToken)
    {
        await foreach (var entry in timeline.ReadAsync(subject.ContactId, subject.IsTest, after: null, cancellationToken))
        {
            if (!run.MayGoOn())
                return false;
            run.Count(Notifications, await notifications.EraseAsync(entry.Notification, cancellationToken) ? 1 : 0);
            await timeline.RemoveAsync(subject.ContactId, subject.IsTest, entry, cancellationToken);
        }

        return true;
    }

    /// <summary>What was posted with bare addresses stands in no timeline until it is sent, and with shared ones in none at all.</summary>
    private async Task<bool> ClearDaysAsync(Run run, DataSubject subject, CancellationToken cancellationToken)
    {
        var hashes = subject.Addresses.Select(a => (a.Channel, a.Hash)).ToList();
        var today = contents.Today;
        for (var day = run.Open.Day ?? contents.Oldest; day <= today; day = day.PlusDays(1))
        {
            if (!run.MayGoOn())
                return false;
            foreach (var held in await contents.FindAsync(day, hashes, cancellationToken))
            {
                var (content, isEarlier) = (held.Content, held.PostedAt <= subject.Until);
                if ((isEarlier || content.ContactId is not null) && subject.Owns(content.ContactId, content.Mobile, content.Email, content.Name))
                    run.Count(Notifications, await notifications.EraseAsync(held.Id, cancellationToken) ? 1 : 0);
            }

            run.Open = run.Open with { Day = day.PlusDays(1) };
        }

        return true;
    }

    private async Task<bool> ClearOthersAsync(Run run, DataSubject subject, CancellationToken cancellationToken)
    {
        foreach (var other in others)
        {
            ErasedPart part;
            do
            {
                if (!run.MayGoOn())
                    return false;
                part = await other.EraseAsync(subject, cancellationToken);
                run.Count(other.Name, part.Count);
            }
            while (!part.IsDone);
        }

        return true;
    }

    /// <summary>
    /// A person's no outlives what we know of them: SendGrid keeps it from here on, Twilio has its own list. Only then ours goes, unless
    /// somebody else has the address.
    /// </summary>
    private async Task HandOverAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        foreach (var address in subject.Addresses.Where(a => !a.IsShared))
        {
            var known = await addresses.FindAsync(address.Channel, address.Value, subject.IsTest, cancellationToken);
            if (address.Channel == Channel.Email && known.Block is { } block && IsOwnersWord(block.Reason) && !subject.IsTest)
                await lists.SuppressAsync(address.Value, cancellationToken);
            await addresses.ForgetAsync(known.Hash, cancellationToken);
        }
    }

    private static bool IsOwnersWord(Reason reason) => reason is Reason.OptedOut or Reason.SpamReport or Reason.WrongRecipient;

    private async Task EndPassAsync(Run run, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (open, erasure) = (run.Open, run.Open.Erasure);
        if (open.Pass == LastPass)
        {
            await audit.WriteAsync(erasure.Id, new(Done, erasure.Id.ToString("D"), erasure.Client, erasure.KeyId), cancellationToken);
            if (await erasures.FinishAsync(open, cancellationToken))
                Log.Finished(logger, erasure.Id);
            return;
        }

        // What was put on the queue before must be taken in before it can be found.
        var next = await IsWaitingAsync(erasure.RequestedAt, cancellationToken)
            ? open with { NotBefore = now + QueuePause }
            : open with { Pass = LastPass, Day = null, NotBefore = now + options.Value.ErasureSettling };
        await erasures.SaveAsync(next, cancellationToken);
    }

    private async Task<bool> IsWaitingAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        foreach (var name in (string[])[Queues.Triggers, Queues.TriggersPoison])
        {
            var front = await queues.GetQueueClient(name).PeekMessagesAsync(QueueFront, cancellationToken);
            if (front.Value.Any(m => m.InsertedOn <= since))
                return true;
        }

        return false;
    }

    /// <summary>One run of one erasure.</summary>
    private sealed class Run(OpenErasure open, Func<bool> mayGoOn)
    {
        public OpenErasure Open { get; set; } = open;

        public bool MayGoOn() => mayGoOn();

        public void Count(string name, int count) => Open = Open with { Erasure = Open.Erasure.Count(name, count) };
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Erasure {Id} is done")]
        public static partial void Finished(ILogger logger, Guid id);

        [LoggerMessage(LogLevel.Error, "Erasure {Id} failed and is tried again")]
        public static partial void Failed(ILogger logger, Exception exception, Guid id);
    }
}
