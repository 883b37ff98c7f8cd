using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Peyk.Local.Simulator.Email;

/// <summary>What one personalization of a request becomes: subject, parts, headers, custom arguments.</summary>
internal sealed class MailContent : IDisposable
{
    private readonly JsonDocument _frame;
    private readonly JsonDocument _own;
    private readonly JsonElement _root;
    private readonly JsonElement _personalization;
    private readonly List<KeyValuePair<string, string>> _substitutions;

    private MailContent(JsonDocument frame, JsonDocument own)
    {
        _frame = frame;
        _own = own;
        _root = frame.RootElement;
        _personalization = own.RootElement;
        _substitutions = [.. Map(_personalization, "substitutions")];
    }

    public string From => Sender().GetProperty("email").GetString()!;

    public string? FromName => Text(Sender(), "name");

    public string Subject => Substitute(Text(_personalization, "subject") ?? Text(_root, "subject") ?? "");

    public static MailContent Read(byte[] frame, byte[] personalization) =>
        new(JsonDocument.Parse(frame), JsonDocument.Parse(personalization));

    public void Dispose()
    {
        _frame.Dispose();
        _own.Dispose();
    }

    public string? NameOf(string address) => Recipients()
        .Where(recipient => string.Equals(recipient.Email, address, StringComparison.OrdinalIgnoreCase))
        .Select(recipient => recipient.Name)
        .FirstOrDefault();

    public string? Part(string type)
    {
        if (_root.TryGetProperty("content", out var content))
        {
            foreach (var part in content.EnumerateArray())
            {
                if (string.Equals(Text(part, "type"), type, StringComparison.OrdinalIgnoreCase))
                    return Substitute(Text(part, "value")!);
            }
        }
        // Dynamic templates live at the provider: what it would fill in is all there is to show.
        if (type is "text/plain" && Text(_root, "template_id") is { } template)
            return template + "\n" + (_personalization.TryGetProperty("dynamic_template_data", out var data) ? data.GetRawText() : "");
        return null;
    }

    public IReadOnlyDictionary<string, string> CustomArgs()
    {
        Dictionary<string, string> joined = [];
        foreach (var (name, value) in Map(_root, "custom_args").Concat(Map(_personalization, "custom_args")))
            joined[name] = value;
        return joined;
    }

    public IReadOnlyList<string> Categories() =>
        _root.TryGetProperty("categories", out var list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];

    public IReadOnlyDictionary<string, string> Headers(string messageId, DateTimeOffset date)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase)
        {
            ["Date"] = date.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture),
            ["From"] = Mailbox(Sender()),
            ["To"] = Mailboxes("to"),
            ["Subject"] = Subject,
            ["Message-ID"] = $"<{messageId}@geopod-ismtpd-1>",
        };
        if (Mailboxes("cc") is { Length: > 0 } cc)
            headers["Cc"] = cc;
        if (_root.TryGetProperty("reply_to", out var reply) && reply.ValueKind is JsonValueKind.Object)
            headers["Reply-To"] = Mailbox(reply);
        foreach (var (name, value) in Map(_root, "headers").Concat(Map(_personalization, "headers")))
            headers[name] = Substitute(value);
        return headers;
    }

    public string Source(JsonSerializerOptions options)
    {
        var source = JsonNode.Parse(_root.GetRawText())!.AsObject();
        source["personalizations"] = new JsonArray(JsonNode.Parse(_personalization.GetRawText()));
        return source.ToJsonString(options);
    }

    private JsonElement Sender() =>
        _personalization.TryGetProperty("from", out var own) && own.ValueKind is JsonValueKind.Object ? own : _root.GetProperty("from");

    private IEnumerable<(string? Email, string? Name)> Recipients() =>
        from list in (string[])["to", "cc", "bcc"]
        where _personalization.TryGetProperty(list, out _)
        from recipient in _personalization.GetProperty(list).EnumerateArray()
        select (Text(recipient, "email"), Text(recipient, "name"));

    private string Mailboxes(string name) => _personalization.TryGetProperty(name, out var list)
        ? string.Join(", ", list.EnumerateArray().Select(Mailbox))
        : "";

    private static string Mailbox(JsonElement element) =>
        Text(element, "name") is { Length: > 0 } name ? $"{name} <{Text(element, "email")}>" : Text(element, "email") ?? "";

    private string Substitute(string text)
    {
        foreach (var (tag, value) in _substitutions)
            text = text.Replace(tag, value, StringComparison.Ordinal);
        return text;
    }

    private static IEnumerable<KeyValuePair<string, string>> Map(JsonElement element, string name) =>
        element.TryGetProperty(name, out var map) && map.ValueKind is JsonValueKind.Object
            ? map.EnumerateObject().Select(pair => KeyValuePair.Create(pair.Name, Plain(pair.Value)))
            : [];

    private static string Plain(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
