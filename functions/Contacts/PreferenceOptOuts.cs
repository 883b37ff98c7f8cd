using Peyk.Core.Reports;

namespace Peyk.Functions.Contacts;

/// <summary>Notes for reports what a contact no longer wants. What a new contact brings along was decided elsewhere, and is none of today's opt-outs.</summary>
public sealed class PreferenceOptOuts(OptOutLog log) : IContactListener
{
    public async Task SavingAsync(Contact? before, Contact contact, CancellationToken cancellationToken)
    {
        if (before is null)
            return;
        foreach (var optOut in contact.Preferences.OptOuts.Except(before.Preferences.OptOuts))
            await log.NoteAsync(OptOutWay.Preferences, optOut.Channel, contact.IsTest, $"{contact.Id:D}|{optOut.Topic}", cancellationToken);
    }
}
