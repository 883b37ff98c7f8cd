using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Complaints;

/// <summary>Brings complaints under the current master key.</summary>
public sealed class ComplaintKeyRotation(SealedRowRotation rotation)
{
    private static readonly SealedRows Rows = new(Tables.Complaints, "complaints", "", "~", ComplaintRows.ReadSealed);

    /// <inheritdoc cref="SealedRowRotation.RunAsync"/>
    public Task<int> RunAsync(CancellationToken cancellationToken) => rotation.RunAsync(Rows, cancellationToken);
}
