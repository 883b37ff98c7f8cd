using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Callbacks;
using Peyk.Functions.Clients;
using Peyk.Functions.Dashboard.Access;
using Peyk.Functions.Operations;

namespace Peyk.Functions.Dashboard;

/// <summary>Callbacks that were given up, by client, and the buttons that send them again.</summary>
public sealed class ParkedCallbacksHttp(
    DashboardDoor door, ParkedCallbacks parked, CallbackStore store, CallbackRequests requests, AuditLog audit)
{
    internal const string Path = "/ops/callbacks";
    internal const string ClientField = "client";
    internal const string CallbackField = "callback";
    internal const string AfterField = "after";

    private const int PageSize = 50;
    private const int LongestId = 60;
    private const string Nothing = "ops.callbacks.nothing";

    [Function("ParkedCallbacksPageHttp")]
    public Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/callbacks")] HttpRequest request, CancellationToken cancellationToken) =>
        door.ShowAsync(request, ShowAsync, cancellationToken);

    [Function("RedeliverParkedCallbackHttp")]
    public Task<IResult> Redeliver(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/callbacks/redeliver")] HttpRequest request, CancellationToken cancellationToken) =>
        door.ActAsync(request, DashboardRole.Operator, async (visit, form, token) =>
        {
            var (client, id) = (form[ClientField].ToString(), form[CallbackField].ToString());
            // One that is under way already, or was delivered meanwhile, is left alone.
            if (!ApiClient.IsId(client) || !IsCallback(id) || await store.FindAsync(client, id, token) is not { Status: CallbackStatus.Parked })
                return DashboardDoor.Done(visit, Path, Nothing);
            await audit.WriteAsync(visit.User, "callback_redelivered", $"{client} {id}", token);
            var (_, problem) = await requests.RedeliverAsync(client, id, token);
            return DashboardDoor.Done(visit, Path, problem is null ? "ops.callbacks.done" : "ops.callbacks.closed");
        }, cancellationToken);

    [Function("RedeliverParkedCallbacksHttp")]
    public Task<IResult> RedeliverAll(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/callbacks/redeliver-all")] HttpRequest request, CancellationToken cancellationToken) =>
        door.ActAsync(request, DashboardRole.Operator, async (visit, form, token) =>
        {
            if (form[ClientField].ToString() is not { } client || !ApiClient.IsId(client))
                return DashboardDoor.Done(visit, Path, Nothing);
            await audit.WriteAsync(visit.User, "callbacks_redelivered", client, token);
            return DashboardDoor.Done(visit, Path, await requests.RedeliverParkedAsync(client, token) switch
            {
                ({ Count: 0 }, _) => Nothing,
                ({ More: true }, _) => "ops.callbacks.more",
                ({ }, _) => "ops.callbacks.done",
                _ => "ops.callbacks.closed",
            });
        }, cancellationToken);

    private async Task<DashboardPage> ShowAsync(DashboardVisit visit, CancellationToken cancellationToken)
    {
        var query = visit.Request.Query;
        var clients = await parked.ReadAsync(cancellationToken);
        var client = clients.FirstOrDefault(c => c.Client == query[ClientField].ToString());
        var after = query[AfterField].ToString() is { Length: > 0 } row && CallbackStore.IsListed(CallbackStatus.Parked, row) ? row : null;
        var page = client is null ? default : await store.ListAsync(client.Client, CallbackStatus.Parked, after, PageSize, cancellationToken);
        return new(Path, visit.Language["ops.callbacks.name"], ParkedCallbacksView.Show(visit, clients, client, page.Items ?? [], page.More ? page.Last : null));
    }

    private static bool IsCallback(string id) =>
        id.Length is > 0 and <= LongestId && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
