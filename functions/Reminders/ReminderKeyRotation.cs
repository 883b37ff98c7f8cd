using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Reminders;

/// <summary>Brings the reminders under the current master key.</summary>
public sealed class ReminderKeyRotation(SealedRowRotation rotation)
{
    private static readonly SealedRows Rows = new(Tables.Reminders, "reminders", ReminderRows.AllFrom, ReminderRows.AllTo, ReminderRows.ReadContent);

    /// <inheritdoc cref="SealedRowRotation.RunAsync"/>
    public Task<int> RunAsync(CancellationToken cancellationToken) => rotation.RunAsync(Rows, cancellationToken);
}
