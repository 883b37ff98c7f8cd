using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Functions.Delivery;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Feedback;

/// <summary>
/// Deletes what is over its time, once a day: who was asked and what they wrote 30 days after a request's end, the scores with the
/// log, 400 days after the month of the asking. Comments never outlive the person beside them, since nothing else would tell an erasure whose they are.
/// </summary>
public sealed class FeedbackRetention(
    FeedbackStore requests, ResponseStore responses, DayFactRollups facts, AskingPace pace, Idempotency idempotency, Cursors cursors, NotificationKeys keys,
    IOptions<FeedbackOptions> feedback, IOptions<PeykOptions> peyk, IOptions<RetentionOptions> options, TimeProvider time)
{
    private const string Work = "retention-feedback";

    private static readonly DateTimeOffset BeforeAll = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Longest wait of a service's rule before it asks, and a few days more.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(35);

    /// <summary>Below the function's deadline of 60 s.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>No request that was made before this moment tells of a person.</summary>
    public async Task<DateTimeOffset> OldestPersonAsync(CancellationToken cancellationToken) =>
        await cursors.ReadAsync(Work, cancellationToken) is { } done ? StartOf(done) - options.Value.Content - LongestLife : BeforeAll;

    /// <summary>What a run leaves the next one finds; what it deleted no run finds again.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var (now, started) = (time.GetUtcNow(), time.GetTimestamp());
        var today = keys.Day(now);
        if (await cursors.ReadAsync(Work, cancellationToken) is { } done && done >= today)
            return;
        await foreach (var ended in requests.ReadEndedAsync(await OldestPersonAsync(cancellationToken), now - options.Value.Content, cancellationToken))
        {
            if (time.GetElapsedTime(started) > Longest)
                return;
            await ForgetPersonAsync(ended, cancellationToken);
        }

        // Before the first request of them goes. A month of UTC ends within a day of ours.
        var month = (now - options.Value.Log).UtcDateTime;
        await facts.FreezeAsync(keys.Day(new DateTimeOffset(month.Year, month.Month, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(-1)), cancellationToken);
        await foreach (var old in requests.ReadBeforeAsync(now - options.Value.Log, cancellationToken))
        {
            if (time.GetElapsedTime(started) > Longest)
                return;
            await responses.DeleteAsync(old, cancellationToken);
            if (old.IdempotencyRow is { } named)
                await idempotency.ForgetAsync(named, old.Id, cancellationToken);
            await requests.DeleteAsync(old, cancellationToken);
        }

        await pace.PurgeAsync(cancellationToken);
        await cursors.WriteAsync(Work, today, cancellationToken);
    }

    /// <summary>Takes the person and their words out of a request. False: it changed meanwhile, and a later call must do it.</summary>
    public async Task<bool> ForgetPersonAsync(FeedbackRequest request, CancellationToken cancellationToken)
    {
        // The person goes last: should this end in between, the request is found again.
        await responses.RemoveCommentsAsync(request, cancellationToken);
        return await requests.TrySaveAsync(request, request with { Person = null, RemindAt = null }, cancellationToken);
    }

    /// <summary>From the making of a request to its end, at the most.</summary>
    private TimeSpan LongestLife => peyk.Value.LongestLifetime + feedback.Value.AnswerPeriod + LongestWait;

    private static DateTimeOffset StartOf(LocalDate day) => new(day.ToDateTimeUnspecified(), TimeSpan.Zero);
}
