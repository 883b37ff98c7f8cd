using Peyk.Core.Deliveries;

namespace Peyk.Functions.Contacts;

/// <summary>
/// Keeps with its own rows whether an address may be used, because it cannot look that up for each of very many. It is told after every
/// word on an address, also when that changed nothing: an earlier telling may have broken off.
/// </summary>
public interface IAddressListener
{
    Channel Channel { get; }

    /// <param name="blocked">Why nothing may be sent to the address, as it stands now; null when it may.</param>
    Task HearAsync(string hash, bool isTest, Reason? blocked, CancellationToken cancellationToken);
}

/// <summary>
/// Takes into its own rows what a contact wishes. It is told before the contact is kept, so that nobody is told yes while something of it is
/// not done; a contact whose keeping fails is told of again.
/// </summary>
public interface IContactListener
{
    /// <param name="before">As it was; null for a new one.</param>
    Task SavingAsync(Contact? before, Contact contact, CancellationToken cancellationToken);
}
