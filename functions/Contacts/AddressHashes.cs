using Peyk.Core.Deliveries;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Contacts;

/// <summary>Hashes by which an address is found again without being readable; those of test keys are apart.</summary>
public sealed class AddressHashes(Keyring keyring)
{
    /// <param name="address">In its validated form: E.164, or an e-mail address, which is one however its letters are written.</param>
    public string Of(Channel channel, string address, bool isTest) =>
        keyring.LookupHash(isTest ? $"test-{channel.ToWord()}" : channel.ToWord(), address.ToLowerInvariant());

    /// <summary>Null when the contact has no address on the channel.</summary>
    public string? Of(Contact contact, Channel channel) =>
        contact.AddressOn(channel) is { } address ? Of(channel, address, contact.IsTest) : null;
}
