using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using Peyk.Core.Addresses;
using Peyk.Core.Deliveries;
using Peyk.Core.Surveys;
using Peyk.Functions.Complaints;
using Peyk.Functions.Contacts;
using Peyk.Functions.Delivery;
using Peyk.Functions.Feedback;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Assistant;

/// <summary>
/// Handles texts of citizens: decides, keeps the decision, then does what it says. Everything that it does is done once however
/// often it is repeated, because ids and times follow from the text.
/// </summary>
public sealed partial class InboundHandler(
    Conversations conversations,
    InboundJudge judge,
    OptOuts optOuts,
    FeedbackAnswers feedback,
    FeedbackAsker asker,
    LowScores lowScores,
    SmsComplaints complaints,
    Acceptance acceptance,
    DerivedIds ids,
    QueueServiceClient queues,
    ILogger<InboundHandler> logger)
{
    /// <summary>The client of replies that belong to no request. A key of that name would see them.</summary>
    public const string OwnClient = "peyk";

    private const int MostConflicts = 8;

    /// <summary>A reply that could not be sent for so long would only confuse.</summary>
    private static readonly TimeSpan ReplyLifetime = TimeSpan.FromHours(6);

    /// <summary>A person's answer may wait for the morning, or for a provider.</summary>
    private static readonly TimeSpan AnswerLifetime = TimeSpan.FromDays(3);

    private readonly QueueClient _queue = queues.GetQueueClient(Queues.InboundSms);

    /// <summary>Asks for a text to be handled now.</summary>
    public Task HintAsync(string sender, string sid, CancellationToken cancellationToken) => _queue.SendMessageAsync(
        JsonSerializer.Serialize(new InboundHint(InboundHint.Version, sender, sid), PeykJson.Default.InboundHint),
        timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: cancellationToken);

    /// <summary>Handles a text. What was handled already is left as it is.</summary>
    /// <returns>False when there is no such text.</returns>
    public async Task<bool> HandleAsync(string sender, string sid, CancellationToken cancellationToken)
    {
        if (await conversations.FindAsync(sender, sid, cancellationToken) is not { } sms)
            return false;
        if (sms is { IsHandled: false, Answer: { } answer })
        {
            await acceptance.AcceptAsync(Draft(sms, answer), cancellationToken);
        }
        else if (!sms.IsHandled)
        {
            sms = await DecideAsync(sms, cancellationToken);
            await DoAsync(sms, sms.Decision!, cancellationToken);
            Log.Handled(logger, sid, sms.Decision!.Outcome);
        }

        await conversations.EndAsync(sms, cancellationToken);
        return true;
    }

    private async Task<InboundSms> DecideAsync(InboundSms sms, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts && sms.Decision is null; conflicts++)
        {
            var talk = await conversations.ReadAsync(sms, cancellationToken);
            var turn = await judge.JudgeAsync(sms, talk, cancellationToken);
            sms = await conversations.TryDecideAsync(sms, talk, turn, cancellationToken)
                ?? await conversations.FindAsync(sms.Sender, sms.Sid, cancellationToken)
                ?? throw new InvalidOperationException("A text is gone while it was handled.");
        }

        return sms.Decision is null
            ? throw new InvalidOperationException($"The talk about {sms.Sid} changed {MostConflicts} times while it was decided.")
            : sms;
    }

    private async Task DoAsync(InboundSms sms, InboundDecision decision, CancellationToken cancellationToken)
    {
        if (decision.Command is { } command && PhoneNumber.TryParse(sms.Body.From, out var from, out _))
            await optOuts.HearAsync(from, command, sms.Sid, cancellationToken);
        if (decision.Answer is { } answer)
            await RecordAsync(sms, answer, cancellationToken);
        if (decision.Complaint is { } complaint)
            await complaints.OpenAsync(sms, complaint, cancellationToken);
        foreach (var request in decision.Close ?? [])
            await asker.CloseAsync(request, cancellationToken);
        if (decision.Reply is { } reply)
            await acceptance.AcceptAsync(Draft(sms, reply), cancellationToken);
    }

    private async Task RecordAsync(InboundSms sms, SurveyAnswer answer, CancellationToken cancellationToken)
    {
        if (await feedback.FindAsync(answer.Request, cancellationToken) is not { } asked)
            return; // It was erased meanwhile.
        var flags = answer.IsLate ? AnswerFlags.Late : AnswerFlags.None;
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal) { [answer.Item] = new(answer.Score, answer.Comment) };
        var now = await feedback.RecordAsync(asked, answers, AnswerChannel.Sms, sms.ReceivedAt, flags, cancellationToken);
        await lowScores.HearAsync(now, cancellationToken);
    }

    /// <summary>The notification of a person's answer.</summary>
    public Guid IdOf(InboundSms sms, MessageAnswer answer) => ids.Of(answer.At, "message-answer", $"{sms.Sender}|{sms.Sid}");

    private NotificationDraft Draft(InboundSms sms, MessageAnswer answer)
    {
        var data = new JsonObject { ["code"] = sms.Decision!.Code, ["answer"] = answer.Text };
        return new(
            IdOf(sms, answer),
            new NotificationFacts(answer.ClientId, Reply.Kind, "message-answer", answer.Language),
            new NotificationContent(Commitment.NewSalt(), answer.Language, JsonElement.Parse(data.ToJsonString()), sms.Body.From),
            ChannelPolicy.Only,
            [Channel.Sms],
            FallbackAfter: null,
            new SendingTimes(SendAt: null, answer.At + AnswerLifetime),
            Urgent: false);
    }

    private NotificationDraft Draft(InboundSms sms, Reply reply) => new(
        ids.Of(sms.ReceivedAt, "reply", $"{sms.Sender}|{sms.Sid}"),
        new NotificationFacts(reply.ClientId ?? OwnClient, Reply.Kind, reply.Template, reply.Language),
        new NotificationContent(Commitment.NewSalt(), reply.Language, reply.Data, sms.Body.From),
        ChannelPolicy.Only,
        [Channel.Sms],
        FallbackAfter: null,
        new SendingTimes(SendAt: null, sms.ReceivedAt + ReplyLifetime),
        // It answers a message of the citizen's own, at whatever hour that came.
        Urgent: true);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "SMS {Sid} is handled: {Outcome}")]
        public static partial void Handled(ILogger logger, string sid, InboundOutcome outcome);
    }
}
