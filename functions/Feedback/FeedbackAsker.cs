using System.Text.Json;
using Peyk.Core.Deliveries;
using Peyk.Functions.Assistant;
using Peyk.Functions.Contacts;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Feedback;

/// <summary>
/// Puts a survey to somebody: the request is kept, then the notification that asks, then the one that reminds, which waits as a
/// scheduled one and is cancelled when an answer comes. Asking again under the same id completes what is missing and changes nothing else.
/// </summary>
public sealed class FeedbackAsker(
    FeedbackStore store, AskingPace pace, Acceptance acceptance, Cancellation cancellation, Conversations conversations, AddressHashes hashes, DerivedIds ids)
{
    public const string Kind = "feedback-requests";
    public const string AskTemplate = "ask";
    public const string RemindTemplate = "remind";
    private const int MostConflicts = 8;
    private static readonly JsonElement NoData = JsonElement.Parse("{}");

    public async Task<AskOutcome> AskAsync(FeedbackAsk ask, CancellationToken cancellationToken)
    {
        var request = await store.FindAsync(ask.Id, cancellationToken) ?? await KeepAsync(ask, cancellationToken);
        switch (request.State)
        {
            case FeedbackState.Skipped:
                return AskOutcome.NotInSample;
            case FeedbackState.Spared:
                return AskOutcome.AskedLately;
            case FeedbackState.Answered or FeedbackState.Closed:
                return AskOutcome.Asked;
            case FeedbackState.Open:
                await ListenAsync(ask, cancellationToken);
                await acceptance.AcceptAsync(Draft(ask, ask.Id, AskTemplate, ask.Times), cancellationToken);
                if (request.RemindAt is { } at)
                    await acceptance.AcceptAsync(Draft(ask, ReminderOf(request), RemindTemplate, new(at, request.ExpiresAt)), cancellationToken);
                return AskOutcome.Asked;
            default:
                throw new InvalidOperationException("Unknown state of a request for feedback.");
        }
    }

    /// <summary>Takes the reminder back, because it is not needed any more.</summary>
    public Task<CancelOutcome> EndReminderAsync(FeedbackRequest request, CancellationToken cancellationToken) =>
        cancellation.CancelAsync(ReminderOf(request), request.ClientId, cancellationToken);

    /// <summary>Ends a request that nobody is to answer any more. One that is over already stays as it is.</summary>
    /// <exception cref="InvalidOperationException">Others changed it all the time.</exception>
    public async Task CloseAsync(Guid id, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (await store.FindAsync(id, cancellationToken) is not { State: FeedbackState.Open } request)
                return;
            // What is not sent yet need not be; the request goes last, so that a repeat finds all this undone.
            await cancellation.CancelAsync(id, request.ClientId, cancellationToken);
            if (request.RemindAt is not null)
                await EndReminderAsync(request, cancellationToken);
            if (await store.TrySaveAsync(request, request with { State = FeedbackState.Closed, RemindAt = null }, cancellationToken))
                return;
        }

        throw new InvalidOperationException($"Request {id} changed {MostConflicts} times while it was closed.");
    }

    /// <summary>
    /// Makes answers by SMS find the request. It takes the place of those that were put to the number before, unless it is to be sent
    /// later: then it takes it when the first answer comes.
    /// </summary>
    private async Task ListenAsync(FeedbackAsk ask, CancellationToken cancellationToken)
    {
        if (ask.Client.IsTest || !ask.Survey.IsForSms || ask.To.Mobile is not { } mobile || !ask.Channels.Contains(Channel.Sms))
            return;
        var sender = hashes.Of(Channel.Sms, mobile.Value, isTest: false);
        var asked = new AskedBySms(ask.Id, ask.Times.SendAt ?? NotificationKeys.TimeOf(ask.Id), ask.Times.ExpiresAt);
        await conversations.ListenAsync(sender, asked, cancellationToken);
        if (ask.Times.SendAt is not null)
            return;
        foreach (var older in await conversations.AskedAsync(sender, asked.From, cancellationToken))
        {
            if (older.Request != ask.Id)
                await CloseAsync(older.Request, cancellationToken);
        }
    }

    /// <summary>What would be sent.</summary>
    public static NotificationDraft Preview(FeedbackAsk ask) => Draft(ask, ask.Id, AskTemplate, ask.Times);

    private async Task<FeedbackRequest> KeepAsync(FeedbackAsk ask, CancellationToken cancellationToken)
    {
        var now = NotificationKeys.TimeOf(ask.Id);
        var asked = ask.Times.SendAt ?? now;
        var state = !IsInSample(ask) ? FeedbackState.Skipped
            // A recovery is asked about whenever there was one.
            : ask.Survey.IsRecovery || await pace.TryClaimAsync(ask.To, ask.Client.IsTest, ask.Id, cancellationToken) ? FeedbackState.Open
            : FeedbackState.Spared;
        var isAsked = state == FeedbackState.Open;
        var person = new FeedbackPerson(
            ask.To.ContactId, ask.To.Mobile?.Value, ask.To.Email?.Value, ask.To.Name?.Value, ask.To.TimeZone, ask.CaseCode, ask.Reference);
        var request = new FeedbackRequest(
            ask.Id, ask.Client.Id, ask.Client.IsTest, ask.Survey.Key, ask.Language, ask.Service, ask.Channels[0], now, ask.Times.ExpiresAt, state,
            isAsked ? person : null)
        {
            IdempotencyRow = isAsked ? null : ask.IdempotencyRow,
            RemindAt = isAsked && ask.RemindAfter is { } after && asked + after < ask.Times.ExpiresAt ? asked + after : null,
        };
        await store.AddAsync(request, cancellationToken);
        return request;
    }

    private Guid ReminderOf(FeedbackRequest request) => ids.Of(request.CreatedAt, "feedback-reminder", request.Id.ToString("D"));

    // The last bits of the id are random, and the same whenever the request is repeated.
    private static bool IsInSample(FeedbackAsk ask) =>
        System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(ask.Id.ToByteArray(bigEndian: true).AsSpan(12)) < ask.Sample * (uint.MaxValue + 1.0);

    private static NotificationDraft Draft(FeedbackAsk ask, Guid id, string template, SendingTimes times) => new(
        id,
        new NotificationFacts(ask.Client.Id, Kind, template, ask.Language, ask.Service, IsTest: ask.Client.IsTest)
        {
            IdempotencyRow = id == ask.Id ? ask.IdempotencyRow : null,
        },
        new NotificationContent(
            Commitment.NewSalt(), ask.Language, NoData, ask.To.Mobile?.Value, ask.To.Email?.Value, ask.To.Name?.Value, ask.To.TimeZone,
            id == ask.Id ? ask.Reference : null, ContactId: ask.To.ContactId, Feedback: new(ask.Id, ask.Survey.Key)),
        ask.Policy,
        ask.Channels,
        ask.FallbackAfter,
        times,
        Urgent: false);
}
