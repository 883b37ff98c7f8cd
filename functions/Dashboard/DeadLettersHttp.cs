using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Dashboard.Access;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Dashboard;

/// <summary>Queue messages that were given up: how many and why, and the buttons that put them back.</summary>
public sealed class DeadLettersHttp(DashboardDoor door, DeadLetterDesk desk, DeadLettersView view, AuditLog audit)
{
    internal const string Path = "/ops/dead-letters";
    internal const string LetterField = "letter";
    internal const string QueueField = "queue";
    internal const string CodeField = "code";
    internal const string AfterField = "after";

    // A form takes 50 fields, with its token and its language.
    internal const int PageSize = 40;

    private const int LongestCode = 60;
    private const string Nothing = "ops.deadLetters.nothing";

    [Function("DeadLettersPageHttp")]
    public Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/dead-letters")] HttpRequest request, CancellationToken cancellationToken) =>
        door.ShowAsync(request, ShowAsync, cancellationToken);

    [Function("RequeueDeadLettersHttp")]
    public Task<IResult> Requeue(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/dead-letters/requeue")] HttpRequest request, CancellationToken cancellationToken) =>
        door.ActAsync(request, DashboardRole.Operator, async (visit, form, token) =>
        {
            var letters = form[LetterField].Select(DeadLetterPlace.Parse).OfType<DeadLetterPlace>().Distinct().ToList();
            if (letters.Count == 0)
                return DashboardDoor.Done(visit, Path, Nothing);
            foreach (var letter in letters)
                await audit.WriteAsync(visit.User, "dead_letter_requeued", letter.ToString(), token);
            return Answer(visit, await desk.RequeueAsync(letters, token));
        }, cancellationToken);

    [Function("RequeueAllDeadLettersHttp")]
    public Task<IResult> RequeueAll(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/dead-letters/requeue-all")] HttpRequest request, CancellationToken cancellationToken) =>
        door.ActAsync(request, DashboardRole.Operator, async (visit, form, token) =>
        {
            var (queue, code) = (form[QueueField].ToString(), form[CodeField].ToString());
            if (!Queues.All.Contains(queue) || !IsCode(code))
                return DashboardDoor.Done(visit, Path, Nothing);
            await audit.WriteAsync(visit.User, "dead_letters_requeued", $"{queue} {code}", token);
            return Answer(visit, await desk.RequeueAllAsync(queue, code, token));
        }, cancellationToken);

    private async Task<DashboardPage> ShowAsync(DashboardVisit visit, CancellationToken cancellationToken)
    {
        var query = visit.Request.Query;
        var queue = query[QueueField].ToString() is { Length: > 0 } name && Queues.All.Contains(name) ? name : null;
        var code = query[CodeField].ToString() is { Length: > 0 } word && IsCode(word) ? word : null;
        var after = DeadLetterPlace.Parse(query[AfterField]);
        if (queue is not null && after?.Queue != queue)
            after = null;
        var overview = await desk.CountAsync(cancellationToken);
        var page = overview.Groups.Count == 0 ? new([], null) : await desk.ListAsync(queue, code, after, PageSize, cancellationToken);
        return new(Path, visit.Language["ops.deadLetters.name"], view.Show(visit, overview, page, queue, code));
    }

    private static IResult Answer(DashboardVisit visit, RequeueOutcome outcome) => DashboardDoor.Done(visit, Path, outcome switch
    {
        { Unreadable: > 0 } => "ops.deadLetters.unreadable",
        { Requeued: 0 } => Nothing,
        { More: true } => "ops.deadLetters.more",
        _ => "ops.deadLetters.done",
    });

    private static bool IsCode(string text) => text.Length <= LongestCode && text.Length > 0 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
