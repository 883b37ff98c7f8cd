using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Peyk.Functions.Feed;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Callbacks;

/// <summary>What a client is told.</summary>
/// <param name="Id">
/// A pure function of what happened, so that a repeat is known by it: the notification and the number of its log entry. Begins with a
/// UUIDv7; has no full stop, which the signature puts between its parts.
/// </param>
/// <param name="Body">The CloudEvent as it is sent each time, byte for byte.</param>
public sealed record CallbackEvent(string Id, string Type, Guid? Notification, DateTimeOffset At, string Body);

/// <summary>Makes structured CloudEvents 1.0. Their data is the feed's item: ids, words and codes, nothing personal.</summary>
public sealed class CallbackEvents(IOptions<PeykOptions> options, TimeProvider time)
{
    public const string ContentType = "application/cloudevents+json";
    public const string TestType = "peyk.test";

    private const string TypePrefix = "peyk.notification.";

    public CallbackEvent Of(FeedItem item) => Create(
        $"{item.Id:D}-{item.Sequence}",
        TypePrefix + item.Status.ToWord(),
        item.Id,
        item.At,
        json => JsonSerializer.Serialize(json, item, HttpJson.Readable.FeedItem));

    /// <summary>An event that tells nothing, with which a client tries its endpoint out.</summary>
    public CallbackEvent Test(string client)
    {
        var now = time.GetUtcNow();
        return Create($"{Guid.CreateVersion7(now):D}-test", TestType, null, now, json =>
        {
            json.WriteStartObject();
            json.WriteString("client", client);
            json.WriteEndObject();
        });
    }

    /// <summary>A complaint that its client must know of.</summary>
    /// <param name="word"><c>opened</c> or <c>overdue</c>; each is told once.</param>
    public CallbackEvent Of(Complaints.Complaint complaint, string word) => Create(
        $"{complaint.Id:D}-{word}",
        $"peyk.complaint.{word}",
        null,
        word == "opened" ? complaint.CreatedAt : complaint.PromisedBy,
        json =>
        {
            json.WriteStartObject();
            json.WriteString("id", complaint.Id);
            json.WriteString("code", complaint.Code);
            json.WriteString("service", complaint.Service);
            json.WriteString("source", complaint.Source.ToWord());
            json.WriteString("promisedBy", complaint.PromisedBy);
            json.WriteEndObject();
        });

    private CallbackEvent Create(string id, string type, Guid? notification, DateTimeOffset at, Action<Utf8JsonWriter> writeData)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default }))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", id);
            json.WriteString("source", options.Value.PublicUrl.TrimEnd('/'));
            json.WriteString("type", type);
            if (notification is { } subject)
                json.WriteString("subject", subject);
            json.WriteString("time", at);
            json.WriteString("datacontenttype", "application/json");
            json.WritePropertyName("data");
            writeData(json);
            json.WriteEndObject();
        }

        return new(id, type, notification, at, System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
