using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts;

namespace Peyk.Testing;

/// <summary>Contacts of the API as tests use them.</summary>
public static class ContactCalls
{
    /// <summary>Writes a contact that must be accepted; gives its id.</summary>
    public static async Task<Guid> PutContactAsync(this ApiUser api, JsonObject contact, Guid? id = null)
    {
        var contactId = id ?? Guid.NewGuid();
        using var answer = await api.Http.PutAsJsonAsync($"/api/v1/contacts/{contactId}", contact);
        return answer.IsSuccessStatusCode
            ? contactId
            : throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    public static async Task<JsonObject> ContactAsync(this ApiUser api, Guid id) =>
        (await api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/contacts/{id}"))!;

    public static async Task<JsonObject> TimelineAsync(this ApiUser api, Guid id, string query = "") =>
        (await api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/contacts/{id}/timeline{query}"))!;

    /// <summary>Asks for an erasure, which must be accepted; gives its id.</summary>
    public static async Task<Guid> EraseAsync(this ApiUser api, Guid contact)
    {
        using var answer = await api.Http.DeleteAsync($"/api/v1/contacts/{contact}");
        var body = await answer.Content.ReadAsStringAsync();
        return (int)answer.StatusCode == 202
            ? JsonNode.Parse(body)!["id"]!.GetValue<Guid>()
            : throw new InvalidOperationException($"{(int)answer.StatusCode}: {body}");
    }

    public static async Task<JsonObject> ErasureAsync(this ApiUser api, Guid id) =>
        (await api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/erasures/{id}"))!;

    /// <summary>Forbids an address, as a provider's word does.</summary>
    public static Task BlockAsync(this PeykHost host, Channel channel, string address, BlockCause cause, Reason reason) => host.Get<AddressBook>()
        .NoteAsync(channel, address, isTest: false, new(cause, reason, TimeProvider.System.GetUtcNow()), default);

    /// <summary>A valid status update to a contact; change what the test is about.</summary>
    public static JsonObject UpdateTo(Guid contact)
    {
        var update = ApiUser.StatusUpdate("+989120000000");
        update["to"] = new JsonObject { ["contactId"] = contact.ToString("D") };
        return update;
    }
}
