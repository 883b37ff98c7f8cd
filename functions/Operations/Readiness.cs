using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Operations;

/// <summary>What the app cannot work without, checked for real. The answers are remembered for a few seconds.</summary>
public sealed class Readiness(TableServiceClient tables, QueueServiceClient queues, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);
    private (IReadOnlyList<string> Missing, DateTimeOffset Until) _last;

    /// <summary>Names of the tables and queues that do not answer; empty when all is there.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_last.Missing is { } known && now < _last.Until)
            return known;
        var checks = Tables.All.Select(name => CheckAsync($"table {name}", async () =>
            {
                await foreach (var _ in tables.GetTableClient(name).QueryAsync<TableEntity>(
                    "PartitionKey eq ''", maxPerPage: 1, cancellationToken: cancellationToken))
                    break;
            }))
            .Concat(Queues.All.Select(name => CheckAsync(
                $"queue {name}", () => queues.GetQueueClient(name).GetPropertiesAsync(cancellationToken))));
        var missing = (await Task.WhenAll(checks)).OfType<string>().ToList();
        _last = (missing, now + Remembered);
        return missing;
    }

    private static async Task<string?> CheckAsync(string what, Func<Task> check)
    {
        try
        {
            await check();
            return null;
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            return what;
        }
    }
}
