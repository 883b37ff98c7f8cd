using Azure;
using Azure.Data.Tables;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>
/// Which attempt owns a provider's message id. Without it, a message of unknown outcome could take another notification's equal
/// message for its own and never be sent.
/// </summary>
public sealed class ProviderMessages(TableServiceClient tables)
{
    private readonly TableClient _table = tables.GetTableClient(Tables.ProviderMessages);

    /// <summary>Makes the attempt the owner unless another one is. A second call changes nothing.</summary>
    /// <returns>Whether the attempt owns it now.</returns>
    public async Task<bool> TryOwnAsync(string providerId, AttemptId attempt, CancellationToken cancellationToken)
    {
        try
        {
            await _table.AddEntityAsync(new TableEntity(Partition(providerId), providerId) { ["Attempt"] = attempt.ToString() }, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            var owner = await _table.GetEntityAsync<TableEntity>(Partition(providerId), providerId, cancellationToken: cancellationToken);
            return owner.Value.GetString("Attempt") == attempt.ToString();
        }
    }

    public async Task ForgetAsync(string providerId, CancellationToken cancellationToken) =>
        await _table.DeleteEntityAsync(Partition(providerId), providerId, ETag.All, cancellationToken);

    // The ids are random behind their two letters.
    private static string Partition(string providerId) => providerId[..Math.Min(4, providerId.Length)];
}
