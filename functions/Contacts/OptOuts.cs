using Peyk.Core.Addresses;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Core.Inbound;
using Peyk.Functions.Delivery.Email;

namespace Peyk.Functions.Contacts;

/// <summary>
/// Takes to heart what people told the providers: that they want no messages, or want them again. Providers know real persons only;
/// nothing that they say reaches the addresses of test keys.
/// </summary>
public sealed class OptOuts(AddressBook addresses, TimeProvider time)
{
    /// <summary>A reply by SMS that is a keyword. The same message again changes nothing, also when others came in between.</summary>
    public async Task HearAsync(PhoneNumber from, Command command, string messageSid, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        switch (command)
        {
            case Command.Stop:
                await NoteAsync(new(BlockCause.CarrierOptOut, Reason.OptedOut, now, messageSid));
                break;
            case Command.Start:
                await NoteAsync(new(BlockCause.CarrierOptOut, null, now, messageSid));
                // Whoever holds the phone wants messages on it, whomever we took them for.
                await NoteAsync(new(BlockCause.WrongRecipient, null, now, messageSid), onlyIfKnown: true);
                break;
        }

        Task<bool> NoteAsync(BlockChange change, bool onlyIfKnown = false) =>
            addresses.NoteAsync(Channel.Sms, from.Value, isTest: false, change, cancellationToken, onlyIfKnown);
    }

    /// <summary>The carrier refused a message because of an opt-out that we had not heard of.</summary>
    /// <param name="at">When the message was handed over: a START since then holds.</param>
    public Task RefusedAsync(string mobile, DateTimeOffset at, CancellationToken cancellationToken) => addresses.NoteAsync(
        Channel.Sms, mobile, isTest: false, new(BlockCause.CarrierOptOut, Reason.OptedOut, at), cancellationToken);

    /// <summary>What SendGrid's events say of their addresses: of each address and cause only the latest word is noted.</summary>
    public async Task HearAsync(IEnumerable<SendGridEvent> events, CancellationToken cancellationToken)
    {
        var latest = events
            .Where(e => e.Email is not null)
            .Select(e => (Email: e.Email!, Change: SendGridBlocks.ToChange(e)))
            .Where(e => e.Change is not null)
            .GroupBy(e => (e.Email.LookupKey, e.Change!.Cause))
            // Of two in the same second the one that blocks.
            .Select(g => g.OrderBy(e => e.Change!.At).ThenBy(e => e.Change!.Reason is not null).Last());
        await Parallel.ForEachAsync(latest, cancellationToken, async (word, token) =>
            await addresses.NoteAsync(Channel.Email, word.Email.Value, isTest: false, word.Change!, token));
    }
}
