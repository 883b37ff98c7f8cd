using System.Text.Json.Nodes;
using Peyk.Core.Deliveries;

namespace Peyk.Functions.Contacts;

/// <summary>
/// What a capability keeps of persons beside contacts and notifications: reminders, rows of batches, answers. Each registers one, so
/// that export shows and erasure deletes everything.
/// </summary>
public interface IPersonalData
{
    /// <summary>The member of the export and of an erasure's counts; a camelCase noun such as <c>reminders</c>.</summary>
    string Name { get; }

    /// <summary>Everything that is kept of the person, readable; null when there is nothing.</summary>
    Task<JsonNode?> ExportAsync(DataSubject subject, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes everything that is kept of the person as of <see cref="DataSubject.Until"/>, and ends what would still be sent. It is
    /// called at least twice, and again after a crash: what is gone already is no error.
    /// </summary>
    Task<ErasedPart> EraseAsync(DataSubject subject, CancellationToken cancellationToken);
}

/// <summary>What one call of an erasure deleted.</summary>
/// <param name="IsDone">False: the time of the call was up; call again.</param>
public sealed record ErasedPart(int Count, bool IsDone = true);

/// <summary>An address of the person whose data are exported or erased.</summary>
/// <param name="Value">In its validated form.</param>
/// <param name="Hash">By <see cref="AddressHashes"/>: how rows of the address are found.</param>
/// <param name="IsShared">Another contact has it too.</param>
public sealed record SubjectAddress(Channel Channel, string Value, string Hash, bool IsShared);

/// <summary>The person whose data are exported or erased.</summary>
/// <param name="Until">What was posted later is not concerned.</param>
public sealed record DataSubject(
    Guid ContactId, bool IsTest, IReadOnlyList<SubjectAddress> Addresses, IReadOnlyList<string> Names, DateTimeOffset Until)
{
    /// <summary>
    /// Whether something is this person's: it names the contact or, naming none, it brings an address of theirs. A shared address tells
    /// only together with the name: nobody loses data or a message for whom they share a telephone with.
    /// </summary>
    public bool Owns(Guid? contactId, string? mobile, string? email, string? name)
    {
        if (contactId is { } named)
            return named == ContactId;
        return Addresses.Any(a =>
            string.Equals(a.Value, a.Channel == Channel.Sms ? mobile : email, StringComparison.OrdinalIgnoreCase)
            && (!a.IsShared || (name is not null && Names.Contains(name))));
    }
}
