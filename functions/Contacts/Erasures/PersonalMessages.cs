using System.Text.Json;
using Peyk.Core.Addresses;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Contacts.Erasures;

/// <summary>Whether a queue message that was kept aside tells of a person, whatever form it has.</summary>
internal static class PersonalMessages
{
    public static bool IsIn(this DataSubject subject, string message)
    {
        var text = QueueMessage.Decode(message);
        var values = Values(text);
        if (values.Any(v => Guid.TryParse(v, out var id) && id == subject.ContactId))
            return true;
        var isNamed = values.Any(subject.Names.Contains);
        return subject.Addresses.Any(a => (!a.IsShared || isNamed) && (values.Any(v => Is(a, v)) || text.Contains(a.Value, StringComparison.OrdinalIgnoreCase)));
    }

    // A number may be written in many ways that are all the same number.
    private static bool Is(SubjectAddress address, string value) => address.Channel switch
    {
        Channel.Sms => PhoneNumber.TryParse(value, out var number, out _) && number.Value == address.Value,
        Channel.Email => EmailAddress.TryParse(value, out var email, out _) && string.Equals(email.Value, address.Value, StringComparison.OrdinalIgnoreCase),
    };

    private static List<string> Values(string text)
    {
        var values = new List<string>();
        try
        {
            using var document = JsonDocument.Parse(text);
            Collect(document.RootElement, values);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or half a surrogate pair in it: the text itself is looked through.
        }

        return values;
    }

    private static void Collect(JsonElement element, List<string> values)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                    Collect(member.Value, values);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Collect(item, values);
                break;
            case JsonValueKind.String:
                values.Add(element.GetString()!);
                break;
        }
    }
}
