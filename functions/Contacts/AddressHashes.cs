using Peyk.Core.Deliveries;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Contacts;

/// <summary>Hashes by which an address is found again without being readable; those of test keys are apart.</summary>
public sealed class AddressHashes(Keyring keyring)
{
    /// <param name="address">In its validated form: E.164, or an e-mail address, which is one however its letters are written.</param>
    public string Of(Channel channel, string address, bool isTest) =>
        keyring.LookupHash(World(channel.ToWord(), isTest), address.ToLowerInvariant());

    /// <summary>Of the number under which a client knows a contact.</summary>
    public string OfReference(ContactReference reference, bool isTest) =>
        keyring.LookupHash(World("contact-reference", isTest), $"{reference.Client}\n{reference.Value}");

    /// <summary>Of a contact's id, for rows that may not name the contact.</summary>
    /// <param name="purpose">Hashes of different purposes do not lead to each other.</param>
    public string OfContact(string purpose, Guid id, bool isTest) => keyring.LookupHash(World(purpose, isTest), id.ToString("D"));

    /// <summary>Null when the contact has no address on the channel.</summary>
    public string? Of(Contact contact, Channel channel) =>
        contact.AddressOn(channel) is { } address ? Of(channel, address, contact.IsTest) : null;

    private static string World(string purpose, bool isTest) => isTest ? $"test-{purpose}" : purpose;
}
