using Microsoft.Extensions.Options;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Delivery;
using Peyk.Functions.Delivery.Trial;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>
/// Makes a call, with its time limit, measurements and what a provider in distress asks of all instances. What came with a test key never
/// reaches the provider: it is taken here, and its receipts come by the queue.
/// </summary>
public sealed partial class IssueCaller(
    IssueMailer mailer,
    IssueReceiptQueue receipts,
    SenderPace pace,
    SenderRates rates,
    IOptions<DeliveryOptions> options,
    TimeProvider time,
    ILogger<IssueCaller> logger)
{
    public async Task<IssueCallResult> CallAsync(Issue issue, IssueMail mail, IReadOnlyList<IssueAddressee> recipients, IssueCallId call)
    {
        using var timeout = new CancellationTokenSource(options.Value.CallTimeout, time);
        if (issue.Client.IsTest)
            return await PretendAsync(recipients, call, timeout.Token);
        using var activity = Telemetry.Call(Channel.Email, call.Call);
        var started = time.GetTimestamp();
        var answer = await mailer.SendAsync(mail, recipients, call, timeout.Token);
        if (pace.Heard(Channel.Email, answer.Result) is { } pause)
            await TellPauseAsync(pause, timeout.Token);
        Telemetry.Called(Channel.Email, answer.Result, time.GetElapsedTime(started));
        activity.SetResult(answer.Result);
        return answer;
    }

    private async Task<IssueCallResult> PretendAsync(IReadOnlyList<IssueAddressee> recipients, IssueCallId call, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await receipts.PutAsync(
            recipients.Select(r => new IssueFact(new(call, r.Hash), FactsOf(TestOutcomes.OfAddress(r.Whom.Email), now))), cancellationToken);
        return new(new SendResult.Taken("test"), new HashSet<int>());
    }

    private static RecipientFacts FactsOf(TestOutcome outcome, DateTimeOffset at) => outcome.Reason is null
        ? new(DeliveredAt: at)
        : new(FailedAt: at, Code: outcome.Reason == Reason.Misconfigured ? outcome.Code : $"{RecipientFacts.BouncePrefix}_{outcome.Code}", Reason: outcome.Reason);

    /// <summary>Tells the other instances. They would find out by themselves, only later.</summary>
    private async Task TellPauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await rates.PauseAsync(Channel.Email, pause, cancellationToken);
        }
        catch (Exception e) when (e.IsStorageFault() || e is OperationCanceledException)
        {
            Log.PauseNotTold(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The other instances could not be told that the e-mail provider wants a pause")]
        public static partial void PauseNotTold(ILogger logger, Exception exception);
    }
}
