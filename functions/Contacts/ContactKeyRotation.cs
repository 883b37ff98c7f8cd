using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Contacts;

/// <summary>Brings the contacts under the current master key.</summary>
public sealed class ContactKeyRotation(SealedRowRotation rotation)
{
    private static readonly SealedRows Rows = new(Tables.Contacts, "contacts", ContactRows.From, ContactRows.To, ContactRows.ReadSealed);

    /// <inheritdoc cref="SealedRowRotation.RunAsync"/>
    public Task<int> RunAsync(CancellationToken cancellationToken) => rotation.RunAsync(Rows, cancellationToken);
}
