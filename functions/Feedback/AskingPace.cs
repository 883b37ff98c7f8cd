using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Feedback;

/// <summary>Keeps anybody from being asked too often: one row per person, by the hash of an address, says when they were asked last.</summary>
public sealed class AskingPace(TableServiceClient tables, AddressHashes hashes, IOptions<FeedbackOptions> options, TimeProvider time)
{
    private const int MostConflicts = 4;

    private readonly TableClient _table = tables.GetTableClient(Tables.AskingPace);

    /// <summary>Claims the person for a request. The same request may claim them again; another one only after the quiet period.</summary>
    public async Task<bool> TryClaimAsync(Recipient to, bool isTest, Guid request, CancellationToken cancellationToken)
    {
        var hash = to.Mobile is { } mobile ? hashes.Of(Channel.Sms, mobile.Value, isTest) : hashes.Of(Channel.Email, to.Email!.Value, isTest);
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            var now = time.GetUtcNow();
            var existing = await _table.GetEntityIfExistsAsync<TableEntity>(Partition(hash), hash, cancellationToken: cancellationToken);
            if (existing.HasValue && existing.Value!.GetGuid("Request") == request)
                return true;
            if (existing.HasValue && existing.Value!.GetDateTimeOffset("At") + options.Value.QuietPeriod > now)
                return false;
            var row = new TableEntity(Partition(hash), hash) { ["Request"] = request, ["At"] = now };
            try
            {
                if (existing.HasValue)
                    await _table.UpdateEntityAsync(row, existing.Value!.ETag, TableUpdateMode.Replace, cancellationToken);
                else
                    await _table.AddEntityAsync(row, cancellationToken);
                return true;
            }
            catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
            {
                // Somebody else claims the person at the same time: look again.
            }
        }

        return false;
    }

    /// <summary>The request for which an address was claimed; null when it was not.</summary>
    public async Task<Guid?> FindAsync(string hash, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(Partition(hash), hash, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value!.GetGuid("Request") : null;
    }

    /// <summary>Forgets when an address was asked; a second call changes nothing.</summary>
    public Task ForgetAsync(string hash, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(Partition(hash), hash, ETag.All, cancellationToken);

    /// <summary>Deletes the rows whose quiet period is over: they keep nobody from being asked.</summary>
    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"At lt {time.GetUtcNow() - options.Value.QuietPeriod}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            try
            {
                await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellationToken);
            }
            catch (RequestFailedException e) when (e.Status == 412)
            {
                // The person is asked again just now.
            }
        }
    }

    private static string Partition(string hash) => hash[..2];
}
