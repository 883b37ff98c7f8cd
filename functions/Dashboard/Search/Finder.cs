using Peyk.Core.Addresses;
using Peyk.Core.Cases;
using Peyk.Core.Deliveries;
using Peyk.Functions.Clients;
using Peyk.Functions.Contacts;
using Peyk.Functions.Dashboard.Access;
using Peyk.Functions.Delivery;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.StatusUpdates;

namespace Peyk.Functions.Dashboard.Search;

/// <summary>
/// Finds notifications by whatever somebody has at hand: an id, a client's reference, a tracking code, a contact's id, a mobile number or an
/// e-mail address. A search for a person is written to the audit log before it is made.
/// </summary>
public sealed class Finder(
    NotificationStore store, References references, CaseStore cases, ContactStore contacts, ContactTimeline timeline, ApiKeys keys, AuditLog audit,
    AddressHashes hashes, Keyring keyring)
{
    /// <summary>Most notifications that are shown.</summary>
    public const int Most = 100;

    /// <summary>Longest text that is looked for.</summary>
    public const int Longest = 254;

    /// <summary>Numbers that are typed without a country are of this one.</summary>
    private const string HomeRegion = "IR";

    private const string PersonSearched = "person_searched";
    private const string CaseSearched = "case_searched";
    private const int AtOnce = 8;

    public async Task<Findings> FindAsync(DashboardUser who, string text, CancellationToken cancellationToken)
    {
        if (NotificationKeys.TryParse(text, out var id) && await store.ReadHeadAsync(id, cancellationToken) is { } one)
            return new([one]);
        if (Guid.TryParseExact(text, "D", out var contact))
            return await OfContactsAsync(who, [contact], cancellationToken);
        if (TrackingCode.TryParse(text, out var code, out _) && await cases.FindAsync(code, cancellationToken) is not null)
            return await OfCaseAsync(who, code, cancellationToken);
        if (PhoneNumber.TryParse(text, HomeRegion, out var mobile, out _))
            return await OfAddressAsync(who, Channel.Sms, mobile.Value, cancellationToken);
        if (EmailAddress.TryParse(text, out var email, out _))
            return await OfAddressAsync(who, Channel.Email, email.Value, cancellationToken);
        return await OfReferenceAsync(text, cancellationToken);
    }

    private async Task<Findings> OfAddressAsync(DashboardUser who, Channel channel, string address, CancellationToken cancellationToken)
    {
        var found = await contacts.FindByAddressAsync(channel, address, isTest: false, cancellationToken);
        if (found.Count == 0)
            await audit.WriteAsync(who, PersonSearched, "nobody", cancellationToken);
        return await OfContactsAsync(who, [.. found.Select(c => c.Id)], cancellationToken);
    }

    private async Task<Findings> OfContactsAsync(DashboardUser who, IReadOnlyList<Guid> persons, CancellationToken cancellationToken)
    {
        var ids = new List<Guid>();
        foreach (var person in persons)
        {
            await audit.WriteAsync(who, PersonSearched, hashes.OfContact("audit", person, isTest: false), cancellationToken);
            await foreach (var entry in timeline.ReadAsync(person, isTest: false, after: null, cancellationToken).Take(Most + 1))
                ids.Add(entry.Notification);
        }

        return await ReadAsync(ids, cancellationToken);
    }

    private async Task<Findings> OfCaseAsync(DashboardUser who, TrackingCode code, CancellationToken cancellationToken)
    {
        await audit.WriteAsync(who, CaseSearched, keyring.LookupHash("audit-case", code.Value), cancellationToken);
        return await cases.ReadAsync(code, cancellationToken) is { } found
            ? await ReadAsync([.. found.Steps.Select(s => s.Id)], cancellationToken)
            : Findings.None;
    }

    /// <summary>A reference belongs to a client, and is looked for with each.</summary>
    private async Task<Findings> OfReferenceAsync(string reference, CancellationToken cancellationToken)
    {
        var ids = new List<Guid>();
        foreach (var client in (await keys.ListAsync(cancellationToken)).Select(k => k.Client.Id).Distinct())
            ids.AddRange(await references.FindAsync(client, reference, cancellationToken));
        return await ReadAsync(ids, cancellationToken);
    }

    private async Task<Findings> ReadAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var found = new List<StoredNotification>();
        foreach (var some in ids.OrderDescending().Take(Most).Chunk(AtOnce))
            found.AddRange((await Task.WhenAll(some.Select(id => store.ReadHeadAsync(id, cancellationToken)))).OfType<StoredNotification>());
        return new([.. found.OrderByDescending(f => f.Notification.CreatedAt)], ids.Count > Most);
    }
}
