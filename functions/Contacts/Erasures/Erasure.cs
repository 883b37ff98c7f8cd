using System.Collections.Immutable;
using Azure;
using NodaTime;

namespace Peyk.Functions.Contacts.Erasures;

public enum ErasureStatus
{
    /// <summary>The contact is gone; what was sent to it is being erased.</summary>
    Running,

    /// <summary>Nothing is left.</summary>
    Done,
}

/// <summary>The erasure of a person, as it may be shown and kept: it does not say of whom.</summary>
/// <param name="Client">Who asked for it.</param>
/// <param name="Erased">How many of what were deleted, as far as the runs could tell.</param>
public sealed record Erasure(
    Guid Id, bool IsTest, string Client, string KeyId, DateTimeOffset RequestedAt, ErasureStatus Status, DateTimeOffset? DoneAt,
    ImmutableSortedDictionary<string, int> Erased)
{
    public Erasure Count(string name, int count) =>
        count == 0 ? this : this with { Erased = Erased.SetItem(name, Erased.GetValueOrDefault(name) + count) };
}

/// <summary>Who is being erased. It is sealed in the erasure's row while it is needed, and goes with the end of the work.</summary>
public sealed record ErasureSubject(
    Guid ContactId, IReadOnlyList<string> Mobiles, IReadOnlyList<string> Emails, IReadOnlyList<string> Names, IReadOnlyList<ContactReference> References)
{
    public static ErasureSubject Of(Contact contact) => new ErasureSubject(contact.Id, [], [], [], []).With(contact);

    /// <summary>The same person with what the contact has beyond; the same object when it has nothing beyond.</summary>
    public ErasureSubject With(Contact contact)
    {
        var wider = new ErasureSubject(
            ContactId,
            With(Mobiles, contact.Mobile?.Value),
            With(Emails, contact.Email?.Value),
            With(Names, contact.Name?.Value),
            [.. References.Union(contact.References)]);
        return wider.Size == Size ? this : wider;
    }

    private int Size => Mobiles.Count + Emails.Count + Names.Count + References.Count;

    private static IReadOnlyList<string> With(IReadOnlyList<string> known, string? value) =>
        value is null || known.Contains(value) ? known : [.. known, value];
}

/// <summary>An erasure that is not done yet.</summary>
/// <param name="Row">Its key, by which one contact has one erasure at a time.</param>
/// <param name="Pass">1 or 2: everything is gone through once at once and once when all that was under way has come to rest.</param>
/// <param name="Day">The first day that the pass has not been through; null when it has not begun with the days.</param>
/// <param name="NotBefore">When to go on: after the pause between the passes, or when the lease of who works on it is over.</param>
public sealed record OpenErasure(
    string Row, Erasure Erasure, ErasureSubject Subject, int Pass, LocalDate? Day, DateTimeOffset NotBefore, ETag ETag);
