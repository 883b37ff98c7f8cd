using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Assistant;

/// <summary>Brings the texts of citizens under the current master key.</summary>
public sealed class ConversationKeyRotation(SealedRowRotation rotation, DerivedIds ids)
{
    // Texts lie in partitions of all hashes; only they have a key.
    private readonly SealedRows _rows = new(
        Tables.Conversations, "texts", "", "~", ConversationRows.ReadSealed, row => ConversationRows.Owner(row, ids));

    /// <inheritdoc cref="SealedRowRotation.RunAsync"/>
    public Task<int> RunAsync(CancellationToken cancellationToken) => rotation.RunAsync(_rows, cancellationToken);
}
