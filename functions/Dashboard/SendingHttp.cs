using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Deliveries;
using Peyk.Functions.Dashboard.Access;
using Peyk.Functions.Delivery;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard;

/// <summary>What is sent and what is paused, by kind and channel; issues and batches on their way; and the buttons that stop them.</summary>
public sealed class SendingHttp(
    DashboardDoor door, SendingMatrix matrix, IssuesUnderWay issues, BatchesUnderWay batches, ChannelPauses pauses, IssueControl issueControl, AuditLog audit)
{
    internal const string Path = "/ops/sending";
    internal const string ChannelField = "channel";
    internal const string KindField = "kind";
    internal const string IssueField = "issue";

    private const string Nothing = "ops.sending.nothing";

    [Function("SendingPageHttp")]
    public Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/sending")] HttpRequest request, CancellationToken cancellationToken) =>
        door.ShowAsync(request, ShowAsync, cancellationToken);

    [Function("PauseSendingHttp")]
    public Task<IResult> Pause([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/sending/pause")] HttpRequest request, CancellationToken cancellationToken) =>
        SwitchAsync(request, "sending_paused", pauses.PauseAsync, "ops.sending.paused", cancellationToken);

    [Function("ResumeSendingHttp")]
    public Task<IResult> Resume([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/sending/resume")] HttpRequest request, CancellationToken cancellationToken) =>
        SwitchAsync(request, "sending_resumed", pauses.ResumeAsync, "ops.sending.resumed", cancellationToken);

    [Function("PauseIssueSendingHttp")]
    public Task<IResult> PauseIssue(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/sending/issues/pause")] HttpRequest request, CancellationToken cancellationToken) =>
        TurnAsync(request, "issue_paused", issueControl.PauseAsync, "ops.sending.issuePaused", cancellationToken);

    [Function("ResumeIssueSendingHttp")]
    public Task<IResult> ResumeIssue(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/sending/issues/resume")] HttpRequest request, CancellationToken cancellationToken) =>
        TurnAsync(request, "issue_resumed", issueControl.ResumeAsync, "ops.sending.issueResumed", cancellationToken);

    private async Task<DashboardPage> ShowAsync(DashboardVisit visit, CancellationToken cancellationToken)
    {
        var parts = await Task.WhenAll(
            matrix.ShowAsync(visit, cancellationToken), issues.ShowAsync(visit, cancellationToken), batches.ShowAsync(visit, cancellationToken));
        return new(Path, visit.Language["ops.sending.name"], Html.Of($"{parts}"));
    }

    private Task<IResult> SwitchAsync(
        HttpRequest request, string action, Func<Channel, string?, CancellationToken, Task> act, string notice, CancellationToken cancellationToken) =>
        door.ActAsync(request, DashboardRole.Operator, async (visit, form, token) =>
        {
            if (!SnakeCase.TryFromWord<Channel>(form[ChannelField].ToString(), out var channel))
                return DashboardDoor.Done(visit, Path, Nothing);
            var kind = form[KindField].ToString() is { Length: > 0 } name ? name : null;
            if (kind is not null && MessageKinds.Find(kind)?.Channels.Contains(channel) != true)
                return DashboardDoor.Done(visit, Path, Nothing);
            await audit.WriteAsync(visit.User, action, kind is null ? channel.ToWord() : $"{channel.ToWord()} {kind}", token);
            await act(channel, kind, token);
            return DashboardDoor.Done(visit, Path, notice);
        }, cancellationToken);

    private Task<IResult> TurnAsync(
        HttpRequest request, string action, Func<Guid, CancellationToken, Task<(Issue? Issue, Shared.Http.Problem? Problem)>> act, string notice,
        CancellationToken cancellationToken) =>
        door.ActAsync(request, DashboardRole.Operator, async (visit, form, token) =>
        {
            if (!NotificationKeys.TryParse(form[IssueField].ToString(), out var id))
                return DashboardDoor.Done(visit, Path, Nothing);
            await audit.WriteAsync(visit.User, action, id.ToString("D"), token);
            var (_, problem) = await act(id, token);
            return DashboardDoor.Done(visit, Path, problem is null ? notice : Nothing);
        }, cancellationToken);
}
