using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Queues;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;
using Peyk.Runtime;

namespace Peyk.Functions.Operations.Checks;

/// <summary>Tables and queues: are they there, may we read them and write to them, and does the storage's clock agree with ours.</summary>
internal sealed class StorageCheck(IServiceProvider services, TimeProvider time)
{
    private const string Scratch = "doctor";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    public async IAsyncEnumerable<CheckResult> RunAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (clock, refusal) = await TryAsync("storage", ReadClockAsync, cancellationToken);
        if (refusal is not null)
        {
            yield return refusal;
            yield return CheckResult.Skipped("tables and queues", "the storage does not answer");
            yield break;
        }

        yield return clock!;
        yield return await ThereAsync("tables", Tables.All, ReadTableAsync, cancellationToken);
        yield return await ThereAsync("queues", Queues.All, ReadQueueAsync, cancellationToken);
        yield return await WritableAsync("rows", "can be written and deleted", "Storage Table Data Contributor", WriteRowAsync, cancellationToken);
        yield return await WritableAsync("messages", "can be put and deleted", "Storage Queue Data Contributor", WriteMessageAsync, cancellationToken);
    }

    private async Task<CheckResult> ReadClockAsync(CancellationToken cancellationToken)
    {
        var answer = await services.GetRequiredService<QueueServiceClient>().GetPropertiesAsync(cancellationToken);
        if (answer.GetRawResponse().Headers.Date is not { } date)
            return CheckResult.Warning("clock", "the storage told no time", "Compare the machine's clock by hand.");
        var difference = (time.GetUtcNow() - date).Duration();
        return difference <= ClockTolerance
            ? CheckResult.Ok("clock", "agrees with the storage's")
            : CheckResult.Failed(
                "clock", $"differs from the storage's by {difference.TotalSeconds:F0} s", "Set the machine's clock by NTP: leases, expiry and quiet hours depend on it.");
    }

    private static async Task<CheckResult> ThereAsync(
        string what, IReadOnlyList<string> names, Func<string, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        var faults = await Task.WhenAll(names.Select(async name => (Name: name, Status: await StatusOfAsync(token => read(name, token), cancellationToken))));
        var missing = faults.Where(f => f.Status == 404).Select(f => f.Name).ToList();
        if (missing.Count > 0)
            return CheckResult.Failed(what, $"missing: {string.Join(", ", missing)}", "Start the app once, or deploy infra/bicep: both create them.");
        var refused = faults.Where(f => f.Status != 0).ToList();
        return refused.Count == 0
            ? CheckResult.Ok(what, $"all {names.Count} are there")
            : CheckResult.Failed(what, $"{refused[0].Name} answers {refused[0].Status}", "Give the app's identity the roles of infra/bicep/modules/roles.bicep, and let its network in.");
    }

    private static async Task<CheckResult> WritableAsync(
        string what, string detail, string role, Func<CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var status = await StatusOfAsync(write, cancellationToken);
        return status == 0
            ? CheckResult.Ok(what, detail)
            : CheckResult.Failed(what, $"writing answers {status}", status == 403 ? $"Give the app's identity the role {role}." : "See the lines above.");
    }

    private async Task ReadTableAsync(string name, CancellationToken cancellationToken)
    {
        await foreach (var _ in services.GetRequiredService<TableServiceClient>().GetTableClient(name).QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {Scratch}"), maxPerPage: 1, cancellationToken: cancellationToken))
            break;
    }

    private Task ReadQueueAsync(string name, CancellationToken cancellationToken) =>
        services.GetRequiredService<QueueServiceClient>().GetQueueClient(name).GetPropertiesAsync(cancellationToken);

    private async Task WriteRowAsync(CancellationToken cancellationToken)
    {
        var table = services.GetRequiredService<TableServiceClient>().GetTableClient(Tables.Controls);
        var row = new TableEntity(Scratch, Guid.CreateVersion7(time.GetUtcNow()).ToString("D"));
        await table.AddEntityAsync(row, cancellationToken);
        await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
    }

    private async Task WriteMessageAsync(CancellationToken cancellationToken)
    {
        // A hint at a notification that does not exist: should it be left over, it is dropped by whoever gets it.
        var now = time.GetUtcNow();
        var hint = JsonSerializer.Serialize(new DeliveryHint(DeliveryHint.Version, Guid.CreateVersion7(now), 1, null, now), PeykJson.Default.DeliveryHint);
        var queue = services.GetRequiredService<QueueServiceClient>().GetQueueClient(Queues.SendSms);
        var put = await queue.SendMessageAsync(hint, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), cancellationToken);
        await queue.DeleteMessageAsync(put.Value.MessageId, put.Value.PopReceipt, cancellationToken);
    }

    /// <returns>0 when it worked; 599 when no answer came.</returns>
    private static async Task<int> StatusOfAsync(Func<CancellationToken, Task> ask, CancellationToken cancellationToken)
    {
        try
        {
            await ask(cancellationToken);
            return 0;
        }
        catch (RequestFailedException e)
        {
            return e.Status == 0 ? 599 : e.Status;
        }
        catch (AggregateException)
        {
            return 599;
        }
    }

    private static async Task<(CheckResult? Result, CheckResult? Refusal)> TryAsync(
        string what, Func<CancellationToken, Task<CheckResult>> check, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return (await check(patience.Token), null);
        }
        catch (StartRefusedException e)
        {
            return (null, CheckResult.Failed(what, e.Message.TrimEnd('.'), "Set AzureWebJobsStorage as docs/settings.md says."));
        }
        catch (RequestFailedException e) when (e.Status is 401 or 403)
        {
            return (null, CheckResult.Failed(
                what, $"refuses us ({e.Status})", "Check the account's key, or give the identity the roles of infra/bicep/modules/roles.bicep, and let its network in."));
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or AuthenticationFailedException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (null, CheckResult.Failed(what, "cannot be reached", "Check AzureWebJobsStorage (or its …ServiceUri), the name service, the firewall and the identity."));
        }
    }
}
