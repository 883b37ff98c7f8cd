using Peyk.Core.Deliveries;
using Peyk.Functions.Clients;
using Peyk.Functions.Delivery.Email;
using Peyk.Functions.Operations;

namespace Peyk.Functions.Contacts;

public enum UnblockOutcome
{
    /// <summary>Messages may go to the address. So says a second call too.</summary>
    Free,

    /// <summary>Its owner, a carrier or a mail provider does not want them: that is not ours to undo.</summary>
    OwnersWord,

    /// <summary>The provider keeps the address on its list and could not be told otherwise.</summary>
    ProviderFailed,
}

/// <summary>Frees addresses that were blocked because messages did not arrive, here and at the provider.</summary>
public sealed partial class AddressUnblocking(
    AddressBook addresses, AddressHashes hashes, SendGridLists lists, AuditLog audit, ILogger<AddressUnblocking> logger)
{
    private const string Unblocked = "address_unblocked";

    public async Task<UnblockOutcome> UnblockAsync(Contact contact, Channel channel, ApiClient who, CancellationToken cancellationToken)
    {
        var address = contact.AddressOn(channel)!;
        if ((await addresses.FindAsync(channel, address, contact.IsTest, cancellationToken)).Block is not { } block)
            return UnblockOutcome.Free;
        if (!IsFailure(block.Reason))
            return UnblockOutcome.OwnersWord;
        try
        {
            if (channel == Channel.Email && !contact.IsTest)
                await lists.ForgetFailuresAsync(address, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            Log.NotFreed(logger, e);
            return UnblockOutcome.ProviderFailed;
        }

        await audit.WriteAsync(who, Unblocked, hashes.OfContact("audit", contact.Id, contact.IsTest), cancellationToken);
        // A word of the owner may have come in between.
        return await addresses.TryUnblockAsync(channel, address, contact.IsTest, IsFailure, cancellationToken)
            ? UnblockOutcome.Free
            : UnblockOutcome.OwnersWord;
    }

    /// <summary>The address did not work; nobody said that it must not be used.</summary>
    private static bool IsFailure(Reason reason) =>
        reason is Reason.InvalidAddress or Reason.Unreachable or Reason.Bounced or Reason.MailboxFull;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "SendGrid could not be told that an address may be used again")]
        public static partial void NotFreed(ILogger logger, Exception exception);
    }
}
