using System.Text.Json.Nodes;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Contacts;

/// <summary>A contact as the API shows it.</summary>
/// <param name="QuietHours"><c>{"from": "21:00", "to": "08:00"}</c> or <c>"none"</c>; absent: the deployment's.</param>
/// <param name="Topics">What is not wanted; a topic that is not named is wanted.</param>
/// <param name="Reference">The asking client's own number of the contact.</param>
/// <param name="Channels">Each channel on which the contact has an address, and whether it may be used.</param>
public sealed record ContactView(
    Guid Id,
    string? Mobile,
    string? Email,
    string? Name,
    string? Language,
    string? TimeZone,
    IReadOnlyList<Channel>? ChannelOrder,
    JsonNode? QuietHours,
    DateTimeOffset? PausedUntil,
    SortedDictionary<string, SortedDictionary<string, bool>>? Topics,
    string? Reference,
    SortedDictionary<string, ChannelView> Channels,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    bool Test);

/// <param name="Blocked">Why nothing goes to the address whatever its owner wishes; absent when it may be used.</param>
public sealed record ChannelView(BlockView? Blocked);

/// <param name="Source">Who said so: <c>twilio</c>, <c>sendgrid</c>, <c>citizen</c>.</param>
public sealed record BlockView(Reason Reason, DateTimeOffset Since, string Source);

public sealed record ContactList(IReadOnlyList<ContactView> Items);

/// <summary>Shows contacts, with what is known of their addresses.</summary>
public sealed class ContactReader(AddressBook addresses)
{
    /// <param name="client">Who asks: of references it sees its own.</param>
    public async Task<ContactView> ShowAsync(Contact contact, string client, CancellationToken cancellationToken)
    {
        var channels = new SortedDictionary<string, ChannelView>(StringComparer.Ordinal);
        foreach (var channel in Enum.GetValues<Channel>())
        {
            if (contact.AddressOn(channel) is { } address)
                channels[channel.ToWord()] = Show((await addresses.FindAsync(channel, address, contact.IsTest, cancellationToken)).Block);
        }

        var wishes = contact.Preferences;
        return new(
            contact.Id,
            contact.Mobile?.Value,
            contact.Email?.Value,
            contact.Name?.Value,
            wishes.Language?.Value,
            wishes.TimeZone,
            wishes.Order.IsEmpty ? null : wishes.Order,
            Show(wishes.QuietHours),
            wishes.PausedUntil,
            Show(wishes.OptOuts),
            contact.References.FirstOrDefault(r => r.Client == client)?.Value,
            channels,
            contact.CreatedAt,
            contact.ChangedAt,
            contact.IsTest);
    }

    public async Task<ContactList> ShowAsync(IEnumerable<Contact> contacts, string client, CancellationToken cancellationToken)
    {
        var items = new List<ContactView>();
        foreach (var contact in contacts)
            items.Add(await ShowAsync(contact, client, cancellationToken));
        return new(items);
    }

    private static ChannelView Show(AddressBlock? block) => new(block is null ? null : new(block.Reason, block.Since, block.Source));

    private static JsonNode? Show(QuietHours? hours) => hours?.ToString().Split('-') switch
    {
        null => null,
        [var from, var to] => new JsonObject { ["from"] = from, ["to"] = to },
        var none => JsonValue.Create(none[0]),
    };

    private static SortedDictionary<string, SortedDictionary<string, bool>>? Show(IReadOnlyCollection<OptOut> optOuts)
    {
        if (optOuts.Count == 0)
            return null;
        var topics = new SortedDictionary<string, SortedDictionary<string, bool>>(StringComparer.Ordinal);
        foreach (var (topic, channel) in optOuts)
        {
            topics.TryAdd(topic, new(StringComparer.Ordinal));
            topics[topic][channel.ToWord()] = false;
        }

        return topics;
    }
}
