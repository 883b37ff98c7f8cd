using System.Text.Json;
using Azure.Data.Tables;
using Peyk.Core.Addresses;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Contacts;

/// <summary>How contacts are written and read: the one place that knows the columns of their rows.</summary>
internal static class ContactRows
{
    /// <summary>By the last digits of the id, which are random in every kind of UUID that is in use.</summary>
    public static string Partition(Guid id) => $"c-{id.ToString("N")[^3..]}";

    public static string Row(Guid id) => id.ToString("D");

    public static TableEntity Write(Contact contact, ContentCipher cipher, AddressHashes hashes)
    {
        var identity = new ContactIdentity(contact.Name?.Value, contact.Mobile?.Value, contact.Email?.Value);
        var body = cipher.Seal(contact.Id, ContentCipher.NewKey(), JsonSerializer.SerializeToUtf8Bytes(identity, PeykJson.Default.ContactIdentity));
        return new(Partition(contact.Id), Row(contact.Id))
        {
            ["KeyId"] = body.KeyId,
            ["WrappedKey"] = body.WrappedKey,
            ["Body"] = body.Body,
            ["Preferences"] = JsonSerializer.Serialize(StoredPreferences.From(contact.Preferences), PeykJson.Default.StoredPreferences),
            ["MobileHash"] = hashes.Of(contact, Channel.Sms),
            ["EmailHash"] = hashes.Of(contact, Channel.Email),
            ["Test"] = contact.IsTest ? true : null,
            ["LinkGeneration"] = contact.LinkGeneration,
            ["CreatedAt"] = contact.CreatedAt,
            ["ChangedAt"] = contact.ChangedAt,
        };
    }

    public static Contact Read(TableEntity row, ContentCipher cipher)
    {
        var id = Guid.ParseExact(row.RowKey, "D");
        var body = cipher.Open(id, new(row.GetString("KeyId")!, row.GetBinary("WrappedKey")!, row.GetBinary("Body")!)).Body;
        var identity = JsonSerializer.Deserialize(body, PeykJson.Default.ContactIdentity)!;
        return new(
            id,
            row.GetBoolean("Test") ?? false,
            identity.Name is null ? null : PersonName.Parse(identity.Name),
            identity.Mobile is null ? null : PhoneNumber.Parse(identity.Mobile),
            identity.Email is null ? null : EmailAddress.Parse(identity.Email),
            JsonSerializer.Deserialize(row.GetString("Preferences")!, PeykJson.Default.StoredPreferences)!.ToPreferences(),
            row.GetDateTimeOffset("CreatedAt")!.Value,
            row.GetDateTimeOffset("ChangedAt")!.Value)
        {
            LinkGeneration = row.GetInt32("LinkGeneration") ?? 0,
            ETag = row.ETag,
        };
    }
}
