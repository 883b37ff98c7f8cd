using System.Diagnostics;
using System.Diagnostics.Metrics;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Core.Reports.Outlook;
using Peyk.Functions.Callbacks;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Operations;

/// <summary>
/// What the app tells of its work, by the names in docs/telemetry.md. Spans may carry ids; attributes of metrics are words from
/// closed lists only. Nothing here ever carries an address, a name or a text.
/// </summary>
public static class Telemetry
{
    /// <summary>Name of the activity source and of the meter. The runtime has its own, <see cref="Runtime.RuntimeTelemetry.Name"/>.</summary>
    public const string Name = "Peyk";

    private static readonly ActivitySource Activities = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Intake =
        Meter.CreateCounter<long>("peyk.intake", "{notification}", "Notifications taken over, by kind and outcome");

    private static readonly Counter<long> Problems =
        Meter.CreateCounter<long>("peyk.api.problems", "{answer}", "Refusals of the API, by code and status");

    private static readonly Histogram<double> QueueAge =
        Meter.CreateHistogram<double>("peyk.queue.age", "s", "From the time at which a hint could be seen to its pick-up, by queue");

    private static readonly Histogram<double> ProviderDuration =
        Meter.CreateHistogram<double>("peyk.provider.duration", "s", "Time of a sending call, by channel and outcome");

    private static readonly Counter<long> Deliveries =
        Meter.CreateCounter<long>("peyk.deliveries", "{delivery}", "Deliveries that reached a status, by channel, status and reason");

    private static readonly Histogram<double> DeliveryAge =
        Meter.CreateHistogram<double>("peyk.delivery.age", "s", "From acceptance to a status, by channel and status");

    private static readonly Counter<long> DeadLetters =
        Meter.CreateCounter<long>("peyk.dead_letters", "{message}", "Messages kept aside as dead letters, by queue");

    private static readonly Counter<long> Webhooks =
        Meter.CreateCounter<long>("peyk.webhooks", "{request}", "Webhooks of the providers, by provider and outcome");

    private static readonly Histogram<double> CallbackDuration =
        Meter.CreateHistogram<double>("peyk.callback.duration", "s", "Time of an attempt at a client's endpoint, by what became of the callback");

    private static readonly Histogram<double> RollupDuration =
        Meter.CreateHistogram<double>("peyk.rollup.duration", "s", "Time in which a day's deliveries were counted for reports, by outcome");

    private static readonly Counter<long> IndicatorAlerts =
        Meter.CreateCounter<long>("peyk.indicators.alerts", "{alert}", "Indicators that left their usual range, each once a day, by indicator");

    private static readonly Counter<long> IssueRecipients = Meter.CreateCounter<long>(
        "peyk.newsletters.recipients", "{recipient}", "Recipients of newsletters as their mails were sent, delivered, failed or reported as spam, by status");

    private static readonly Counter<long> IssuePauses =
        Meter.CreateCounter<long>("peyk.newsletters.pauses", "{issue}", "Issues that were stopped by a guard, by cause");

    /// <summary>The provider took a call.</summary>
    public static void IssueSent(int recipients) => IssueRecipients.Add(recipients, new KeyValuePair<string, object?>("status", "sent"));

    /// <summary>Receipts were written down; when they come again they count again.</summary>
    public static void IssueHeard(IReadOnlyCollection<RecipientFacts> facts)
    {
        Add("delivered", facts.Count(f => f.DeliveredAt is not null));
        Add("failed", facts.Count(f => f.FailedAt is not null));
        Add("spam_report", facts.Count(f => f.SpamAt is not null));

        static void Add(string status, int count)
        {
            if (count > 0)
                IssueRecipients.Add(count, new KeyValuePair<string, object?>("status", status));
        }
    }

    public static void IssuePaused(PauseCause cause) => IssuePauses.Add(1, new KeyValuePair<string, object?>("cause", cause.ToWord()));

    public static void IndicatorLeft(Indicator indicator) => IndicatorAlerts.Add(1, new KeyValuePair<string, object?>("indicator", indicator.ToWord()));

    /// <summary>A notification was taken over, or a repeat of it was answered.</summary>
    public static void TakenOver(string kind, bool isNew) =>
        Intake.Add(1, new("kind", kind), new("outcome", isNew ? "accepted" : "replayed"));

    public static void Refused(string code, int status) => Problems.Add(1, new("code", code), new("status", status));

    public static void DeadLettered(string queue) => DeadLetters.Add(1, new KeyValuePair<string, object?>("queue", queue));

    /// <summary>A provider's webhook came in; only a signed one is heard.</summary>
    public static void WebhookChecked(string provider, bool isSigned) =>
        Webhooks.Add(1, new("provider", provider), new("outcome", isSigned ? "taken" : "bad_signature"));

    public static void CalledBack(CallbackStatus status, TimeSpan duration) =>
        CallbackDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("status", status.ToWord()));

    public static void DayCounted(DayCount outcome, TimeSpan duration) =>
        RollupDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome.ToWord()));

    public static void PickedUp(string queue, TimeSpan age) =>
        QueueAge.Record(Math.Max(0, age.TotalSeconds), new KeyValuePair<string, object?>("queue", queue));

    public static void Called(Channel channel, SendResult result, TimeSpan duration) =>
        ProviderDuration.Record(duration.TotalSeconds, new("channel", channel.ToWord()), new("outcome", OutcomeOf(result)));

    public static void Reached(Notification notification, Core.Deliveries.Delivery delivery)
    {
        var tags = new TagList { { "channel", delivery.Channel.ToWord() }, { "status", delivery.Status.ToWord() } };
        DeliveryAge.Record((delivery.At - notification.CreatedAt).TotalSeconds, tags);
        if (delivery.Reason is { } reason)
            tags.Add("reason", reason.ToWord());
        Deliveries.Add(1, tags);
    }

    /// <summary>
    /// Goes on with the trace in which a notification was taken over, when the work at hand belongs to another one: a webhook's, the
    /// sweep's, the Functions host's. That one is linked. Null when nobody listens, or the trace is the same already.
    /// </summary>
    public static Activity? Continue(string name, string? traceParent)
    {
        var current = Activity.Current;
        if (!ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent) || current?.TraceId == parent.TraceId)
            return null;
        return Activities.StartActivity(name, ActivityKind.Consumer, parent, links: current is null ? null : [new(current.Context)]);
    }

    /// <summary>The span of a sending call.</summary>
    public static Activity? Call(Channel channel, int attempt) =>
        Activities.StartActivity($"send {channel.ToWord()}", ActivityKind.Client)?.SetTag("peyk.attempt", attempt);

    public static void SetResult(this Activity? call, SendResult result)
    {
        call?.SetTag("peyk.outcome", OutcomeOf(result));
        if (result is not SendResult.Taken)
            call?.SetStatus(ActivityStatusCode.Error);
    }

    private static string OutcomeOf(SendResult result) => result switch
    {
        SendResult.Taken => "taken",
        SendResult.Refused => "refused",
        SendResult.NotTaken => "not_taken",
        SendResult.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };
}
