using Peyk.Functions.Clients;
using Peyk.Functions.Contacts.Erasures;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Contacts;

/// <summary>What came of a wish to write a contact.</summary>
/// <param name="Contact">As it is now, or would be in a dry run; null when it was refused.</param>
public sealed record ContactWritten(Contact? Contact, bool IsNew, Problem? Refusal)
{
    public static ContactWritten Refused(Problem problem) => new(null, false, problem);
}

/// <summary>Writes contacts as clients want them.</summary>
public sealed class ContactEditor(ContactStore contacts, ErasureStore erasures, TimeProvider time)
{
    private const int MostConflicts = 8;

    /// <summary>Replaces everything but opt-outs of addresses, which are their owners' word and stay. Writing the same again changes nothing but the time.</summary>
    /// <param name="judge">Looks at what is there and may refuse.</param>
    public async Task<ContactWritten> PutAsync(
        Guid id, ApiClient client, ContactRequest wanted, bool isDryRun, Func<Contact?, Problem?> judge, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            // What comes while a person is erased would be erased with them.
            if (await erasures.FindOpenAsync(id, client.IsTest, cancellationToken) is not null)
                return ContactWritten.Refused(ErasureRunning);
            var before = await contacts.FindAsync(id, client.IsTest, cancellationToken);
            if (judge(before) is { } refusal)
                return ContactWritten.Refused(refusal);
            var contact = wanted.ToContact(id, client.IsTest, client.Id, before, time.GetUtcNow());
            if (isDryRun || await contacts.TrySaveAsync(before, contact, cancellationToken))
                return new(contact, before is null, null);
        }

        throw new InvalidOperationException($"A contact changed {MostConflicts} times while it was written.");
    }

    private static Problem ErasureRunning { get; } = new(
        409, "erasure_running", "The contact is being erased.", "Send the same request again when the erasure is done, usually some minutes later.")
    {
        RetryAfter = 60,
    };
}
