using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Callbacks;
using Peyk.Functions.Delivery;
using Peyk.Functions.Operations;
using Peyk.Functions.QueueIntake;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Testing;

/// <summary>
/// Something for every view of the dashboard on which an operator acts: pauses, issues, batches, dead letters, parked callbacks. Queue and
/// timer of issues should rest in the app, or the issue that goes out does not stay as it is.
/// </summary>
public static class OpsSamples
{
    public static async Task WriteAsync(PeykHost app)
    {
        await IssuesAsync(app);
        await app.Get<ChannelPauses>().PauseAsync(Channel.Sms, "reminders", default);
        await app.Get<ChannelPauses>().PauseAsync(Channel.Email, "newsletters", default);
        await BatchesAsync(app);
        await DeadLettersAsync(app);
        await CallbacksAsync(app, "pension-office", 23, CallbackFailure.HttpStatus, 503);
        await CallbacksAsync(app, "pension-office", 4, CallbackFailure.Timeout, null);
        await CallbacksAsync(app, "registry", 1, CallbackFailure.TlsFailed, null);
        await CallbacksAsync(app, "archive", 0, CallbackFailure.TlsFailed, null);
    }

    private static async Task IssuesAsync(PeykHost app)
    {
        var desk = new IssueDesk(app.Services);
        await desk.SubscribeAsync(120);
        var sending = await desk.AddAsync(i => i with { Segment = new(Languages: ["fa"]) });
        await desk.AddAsync(i => i with { State = IssueState.Paused, PausedBy = PauseCause.Bounces, StartedAt = i.CreatedAt });
        await desk.AddAsync(i => i with { SendAt = i.CreatedAt.AddDays(2) });
        await desk.AddAsync(i => i with { State = IssueState.Sent, StartedAt = i.CreatedAt, EndedAt = i.CreatedAt });
        // The first batch of several, when batches are small.
        await desk.LookAtAsync(sending.Id);
        if (await desk.TakeHintAsync() is { } hint)
            await desk.HandleAsync(hint);
    }

    private static async Task BatchesAsync(PeykHost app)
    {
        using var api = new BatchUser(app.ClientWith(await app.NewKeyAsync("pension-office")));
        await api.AcceptedAsync(BatchUser.Csv(12, 9127990001, refused: [3, 7]));
        await api.AcceptedAsync(BatchUser.Csv(5, 9127990101));
    }

    private static async Task DeadLettersAsync(PeykHost app)
    {
        var letters = app.Get<DeadLetterStore>();
        for (var n = 0; n < 43; n++)
            await letters.AddAsync(Queues.SendSms, $"{n:x32}", "failed_too_often", "{}", default);
        await letters.AddAsync(Queues.Receipts, $"{99:x32}", "unreadable", "{}", default);
        await app.Get<TriggerIntake>().AcceptAsync(
            """{"v":1,"client":"pension-office","kind":"status-updates","body":{"to":{"mobile":"12"},"novelty":1}}""", "7c0c2d7e-6a3f-4f0e-9d55-0b8a5a6f2c11", null, default);
    }

    private static async Task CallbacksAsync(PeykHost app, string client, int count, CallbackFailure failure, int? status)
    {
        await app.NewKeyAsync(client);
        if (!CallbackUrl.TryParse("http://127.0.0.1:9/", new(isDevelopment: true), out var url, out var reason))
            throw new InvalidOperationException(reason);
        await app.Get<CallbackEndpoints>().SetAsync(client, url, default);
        var (store, now) = (app.Get<CallbackStore>(), app.Get<TimeProvider>().GetUtcNow());
        for (var n = 0; n < count; n++)
        {
            var id = Guid.CreateVersion7(now);
            var callback = new Callback(client, new($"{id:D}-2", "peyk.notification.delivered", id, now, "{}"), CallbackStatus.Pending, now.AddDays(1));
            await store.AddAsync(callback, default);
            var added = (await store.FindAsync(client, callback.Event.Id, default))!;
            var parked = added with
            {
                Status = CallbackStatus.Parked, Due = null, Attempts = 9, Since = now.AddDays(-1), LastAt = now, LastFailure = failure, LastHttpStatus = status,
                DoneAt = now,
            };
            if (await store.SaveAsync(added, parked, default) is null)
                throw new InvalidOperationException("Somebody else changed it.");
        }
    }
}
