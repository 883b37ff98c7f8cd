using System.Text;
using System.Text.Json;
using Azure.Storage.Queues;
using Peyk.Functions.Clients;
using Peyk.Functions.Delivery;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.QueueIntake;

/// <summary>
/// Does with a queue message what the API does with a post. What it refuses becomes a dead letter with the reason that the API
/// would have answered. The right to write to the queue is the trust boundary: there is no key and no scope.
/// </summary>
public sealed partial class TriggerIntake(
    ApiKeys keys, IEnumerable<INotificationKind> kinds, DeadLetterStore deadLetters, NotificationStore notifications, QueueServiceClient queues, ILogger<TriggerIntake> logger)
{
    /// <summary>How long a message of a newer version rests before it is looked at again, by whichever app is there then.</summary>
    private static readonly TimeSpan NewerVersionPause = TimeSpan.FromMinutes(1);

    /// <summary>Messages are usually taken in within a second.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(10);

    private static readonly IReadOnlySet<string> AllScopes = Scopes.All.ToHashSet();

    /// <param name="messageId">The queue's id of the message: the idempotency key of a message that names none.</param>
    /// <param name="insertedAt">When it was put on the queue; null when the host does not tell.</param>
    public async Task AcceptAsync(string message, string messageId, DateTimeOffset? insertedAt, CancellationToken cancellationToken)
    {
        var text = QueueMessage.Decode(message);
        var errors = new List<FieldError>();
        using var document = RequestBody.Parse(Encoding.UTF8.GetBytes(text), errors, TriggerMessage.MaxDepth);
        if (document is not null && TriggerMessage.IsNewer(document.RootElement))
        {
            await PutBackAsync(TriggerMessage.WithKey(text, messageId), messageId, cancellationToken);
            return;
        }

        var problem = document is not null && TriggerMessage.Read(document.RootElement, errors) is { } trigger
            ? await AcceptAsync(trigger, messageId, insertedAt, cancellationToken)
            : Problem.Validation(errors);
        if (problem is null)
            return;
        // With its key, so that requeueing it twice posts it once.
        await deadLetters.AddAsync(Queues.Triggers, messageId, ReasonOf(problem), TriggerMessage.WithKey(text, messageId), cancellationToken);
        Log.Refused(logger, messageId, problem.Code);
    }

    private async Task<Problem?> AcceptAsync(
        TriggerMessage trigger, string messageId, DateTimeOffset? insertedAt, CancellationToken cancellationToken)
    {
        if (!await keys.KnowsAsync(trigger.Client, cancellationToken))
            return Problem.Validation([new("/client", "unknown_value", "No client of that name ever had a key.")]);
        var client = new ApiClient(trigger.Client, "queue", AllScopes);
        var intake = new Intake(client, $"/api/v1/{trigger.Kind}", trigger.Body, trigger.IdempotencyKey ?? messageId, DryRun: false);
        if (kinds.FirstOrDefault(k => k.Name == trigger.Kind) is not { } kind)
            return Problem.Validation([new("/kind", "unknown_value", $"The kind must be one of: {string.Join(", ", kinds.Select(k => k.Name))}.")]);
        var taken = await kind.TakeInAsync(intake, cancellationToken);
        if (taken.Refusal is { } refusal)
            return Below("/body", refusal);
        // The id's time is that of the intake; who is erased meanwhile is erased from what was put on the queue before.
        if (insertedAt is { } at && NotificationKeys.TimeOf(taken.Id) - at > LongWait)
            await notifications.MarkPostedAsync(taken.Id, at, cancellationToken);
        return null;
    }

    /// <summary>
    /// A copy waits in the queue and the message itself is done with, so that no count of tries ever makes it poison. The copy keeps
    /// the key that the message would have had.
    /// </summary>
    private async Task PutBackAsync(string text, string messageId, CancellationToken cancellationToken)
    {
        await queues.GetQueueClient(Queues.Triggers).SendMessageAsync(
            text, NewerVersionPause, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken);
        Log.PutBack(logger, messageId);
    }

    private static Problem Below(string pointer, Problem problem) =>
        problem with { Errors = problem.Errors?.Select(e => e.Pointer.Length == 0 || e.Pointer[0] == '/' ? e with { Pointer = pointer + e.Pointer } : e).ToList() };

    private static string ReasonOf(Problem problem) => JsonSerializer.Serialize(problem, HttpJson.Default.Problem);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Message {MessageId} of the queue of triggers was refused: {Code}. It is a dead letter now")]
        public static partial void Refused(ILogger logger, string messageId, string code);

        [LoggerMessage(LogLevel.Warning, "Message {MessageId} of the queue of triggers has a newer version than this app knows and was put back")]
        public static partial void PutBack(ILogger logger, string messageId);
    }
}
