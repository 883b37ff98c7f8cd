using System.Collections.Frozen;
using System.Net.Mail;
using System.Text;
using System.Text.Json;

namespace Peyk.Local.Simulator.Email;

/// <summary>Checks the body of mail/send by the published rules; finds every fault, not only the first.</summary>
internal sealed class MailSendCheck(DateTimeOffset now, Func<string, bool> isKnownBatch)
{
    private const int MostRecipients = 1_000;
    private const int LongestMap = 10_000;

    private static readonly FrozenSet<string> RootMembers = FrozenSet.Create(
        "personalizations", "from", "reply_to", "reply_to_list", "subject", "content", "attachments", "template_id", "headers", "categories",
        "custom_args", "send_at", "batch_id", "asm", "ip_pool_name", "mail_settings", "tracking_settings", "sections");

    private static readonly FrozenSet<string> PersonalizationMembers = FrozenSet.Create(
        "to", "cc", "bcc", "from", "subject", "headers", "substitutions", "dynamic_template_data", "custom_args", "send_at");

    private static readonly FrozenSet<string> ReservedHeaders = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "x-sg-id", "x-sg-eid", "received", "dkim-signature", "Content-Type", "Content-Transfer-Encoding", "To", "From", "Subject",
        "Reply-To", "CC", "BCC");

    private static readonly string[] Bypasses = ["bypass_spam_management", "bypass_bounce_management", "bypass_unsubscribe_management"];

    private readonly List<MailError> _errors = [];

    public IReadOnlyList<MailError> Errors => _errors;

    /// <summary>Addresses in order of the request, with the personalization that each belongs to.</summary>
    public List<(int Personalization, string Address)> Recipients { get; } = [];

    public bool Sandbox { get; private set; }

    public void Check(JsonElement root)
    {
        if (root.ValueKind is not JsonValueKind.Object)
        {
            Fault("the body is not a JSON object", null);
            return;
        }
        Unknown(root, RootMembers, "");
        var template = Text(root, "template_id");
        CheckAddress(root, "from", "from", required: true);
        CheckAddress(root, "reply_to", "reply_to", required: false);
        CheckPersonalizations(root, template);
        CheckSubject(root, template);
        CheckContent(root, template);
        CheckAttachments(root);
        CheckHeaders(root, "headers");
        CheckTexts(root, "custom_args", "custom_args");
        CheckSendAt(root, "send_at");
        CheckReplyToList(root);
        CheckCategories(root);
        CheckSettings(root);
        if (Text(root, "batch_id") is { } batch && !isKnownBatch(batch))
            Fault("batch id is not known", "batch_id");
    }

    private void CheckPersonalizations(JsonElement root, string? template)
    {
        if (!root.TryGetProperty("personalizations", out var list) || list.ValueKind is not JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            Fault("at least one personalization is required", "personalizations");
            return;
        }
        if (list.GetArrayLength() > MostRecipients)
        {
            Fault("more than 1000 personalizations", "personalizations");
            return;
        }
        var index = 0;
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in list.EnumerateArray())
        {
            var path = $"personalizations.{index}";
            if (entry.ValueKind is not JsonValueKind.Object)
            {
                Fault("a personalization is an object", path);
                return;
            }
            Unknown(entry, PersonalizationMembers, path + ".");
            seen.Clear();
            CheckRecipients(entry, "to", index, seen, required: true);
            CheckRecipients(entry, "cc", index, seen, required: false);
            CheckRecipients(entry, "bcc", index, seen, required: false);
            CheckAddress(entry, "from", path + ".from", required: false);
            if (entry.TryGetProperty("subject", out _) && Text(entry, "subject") is not { Length: > 0 })
                Fault("subject is empty", path + ".subject");
            CheckHeaders(entry, path + ".headers");
            CheckTexts(entry, "substitutions", path + ".substitutions");
            CheckTexts(entry, "custom_args", path + ".custom_args");
            CheckSendAt(entry, path + ".send_at");
            var dynamic = template is not null && template.StartsWith("d-", StringComparison.Ordinal);
            if (dynamic && entry.TryGetProperty("substitutions", out _))
                Fault("substitutions cannot be used with dynamic templates", path + ".substitutions");
            index++;
        }
        if (Recipients.Count > MostRecipients)
            Fault("more than 1000 recipients", "personalizations");
    }

    private void CheckRecipients(JsonElement entry, string name, int index, HashSet<string> seen, bool required)
    {
        var path = $"personalizations.{index}.{name}";
        if (!entry.TryGetProperty(name, out var list) || list.ValueKind is not JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            if (required)
                Fault("at least one recipient is required", path);
            return;
        }
        var number = 0;
        foreach (var recipient in list.EnumerateArray())
        {
            var field = $"{path}.{number++}";
            if (CheckAddress(recipient, field) is not { } email)
                continue;
            if (!seen.Add(email))
                Fault("each address may stand in a personalization once", field + ".email");
            Recipients.Add((index, email));
        }
    }

    private void CheckAddress(JsonElement parent, string name, string field, bool required)
    {
        if (!parent.TryGetProperty(name, out var address))
        {
            if (required)
                Fault("an object with an email address is required", field);
            return;
        }
        CheckAddress(address, field);
    }

    private string? CheckAddress(JsonElement address, string field)
    {
        if (address.ValueKind is not JsonValueKind.Object || Text(address, "email") is not { Length: > 0 } email)
        {
            Fault("an email address is required", field + ".email");
            return null;
        }
        if (!IsAddress(email))
        {
            Fault("not a valid email address", field + ".email");
            return null;
        }
        if (Text(address, "name") is { } name && !field.StartsWith("from", StringComparison.Ordinal) && name.AsSpan().IndexOfAny(';', ',') >= 0)
            Fault("a name cannot hold a semicolon or a comma", field + ".name");
        return email;
    }

    private void CheckSubject(JsonElement root, string? template)
    {
        if (Text(root, "subject") is { Length: > 0 } || template is not null)
            return;
        if (root.TryGetProperty("subject", out _))
            Fault("subject is empty", "subject");
        else if (root.TryGetProperty("personalizations", out var list) && list.ValueKind is JsonValueKind.Array
            && list.EnumerateArray().Any(entry => entry.ValueKind is JsonValueKind.Object && Text(entry, "subject") is not { Length: > 0 }))
            Fault("a subject is required", "subject");
    }

    private void CheckContent(JsonElement root, string? template)
    {
        if (!root.TryGetProperty("content", out var parts) || parts.ValueKind is not JsonValueKind.Array || parts.GetArrayLength() == 0)
        {
            if (template is null)
                Fault("at least one part of content is required", "content");
            return;
        }
        var index = 0;
        var html = false;
        foreach (var part in parts.EnumerateArray())
        {
            if (Text(part, "type") is not { Length: > 0 } type)
                Fault("a type is required", $"content.{index}.type");
            else if (type is "text/plain" && (html || index > 0))
                Fault("text/plain comes first, then text/html", "content");
            else
                html |= type is "text/html";
            if (Text(part, "value") is not { Length: > 0 })
                Fault("a value is required", $"content.{index}.value");
            index++;
        }
    }

    private void CheckAttachments(JsonElement root)
    {
        if (!root.TryGetProperty("attachments", out var list) || list.ValueKind is not JsonValueKind.Array)
            return;
        var index = 0;
        foreach (var attachment in list.EnumerateArray())
        {
            if (Text(attachment, "content") is not { Length: > 0 } content || !IsBase64(content))
                Fault("content is required, base64", $"attachments.{index}.content");
            if (Text(attachment, "filename") is not { Length: > 0 })
                Fault("a file name is required", $"attachments.{index}.filename");
            if (Text(attachment, "disposition") is { } and not ("inline" or "attachment"))
                Fault("disposition is inline or attachment", $"attachments.{index}.disposition");
            index++;
        }
    }

    private void CheckHeaders(JsonElement parent, string path)
    {
        CheckTexts(parent, "headers", path, limited: false);
        if (!parent.TryGetProperty("headers", out var headers) || headers.ValueKind is not JsonValueKind.Object)
            return;
        foreach (var header in headers.EnumerateObject().Where(header => ReservedHeaders.Contains(header.Name)))
            Fault("this header is reserved", $"{path}.{header.Name}");
    }

    private void CheckTexts(JsonElement parent, string name, string path, bool limited = true)
    {
        if (!parent.TryGetProperty(name, out var map))
            return;
        if (map.ValueKind is not JsonValueKind.Object)
        {
            Fault("an object of texts is required", path);
            return;
        }
        foreach (var pair in map.EnumerateObject().Where(pair => pair.Value.ValueKind is not JsonValueKind.String))
            Fault("the value must be a text", $"{path}.{pair.Name}");
        if (limited && Encoding.UTF8.GetByteCount(map.GetRawText()) > LongestMap)
            Fault("more than 10000 bytes", path);
    }

    private void CheckSendAt(JsonElement parent, string path)
    {
        if (!parent.TryGetProperty("send_at", out var value))
            return;
        if (value.ValueKind is not JsonValueKind.Number || !value.TryGetInt64(out var seconds))
            Fault("Unix seconds are required", path);
        else if (seconds > now.AddHours(72).ToUnixTimeSeconds())
            Fault("more than 72 hours ahead", path);
    }

    private void CheckReplyToList(JsonElement root)
    {
        if (!root.TryGetProperty("reply_to_list", out var list) || list.ValueKind is not JsonValueKind.Array)
            return;
        if (root.TryGetProperty("reply_to", out _))
            Fault("reply_to and reply_to_list exclude each other", "reply_to_list");
        if (list.GetArrayLength() > MostRecipients)
            Fault("more than 1000 addresses", "reply_to_list");
        var index = 0;
        foreach (var address in list.EnumerateArray())
            CheckAddress(address, $"reply_to_list.{index++}");
    }

    private void CheckCategories(JsonElement root)
    {
        if (!root.TryGetProperty("categories", out var list))
            return;
        if (list.ValueKind is not JsonValueKind.Array || list.EnumerateArray().Any(item => item.ValueKind is not JsonValueKind.String))
        {
            Fault("categories are texts", "categories");
            return;
        }
        var names = list.EnumerateArray().Select(item => item.GetString()!).ToList();
        if (names.Count > 10)
            Fault("more than 10 categories", "categories");
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Count)
            Fault("categories repeat", "categories");
        if (names.Exists(name => name.Length > 255))
            Fault("a category is longer than 255 characters", "categories");
    }

    private void CheckSettings(JsonElement root)
    {
        if (Text(root, "ip_pool_name") is { } pool && pool.Length is < 2 or > 64)
            Fault("2 to 64 characters", "ip_pool_name");
        if (root.TryGetProperty("asm", out var asm))
        {
            if (asm.ValueKind is not JsonValueKind.Object || !asm.TryGetProperty("group_id", out var group)
                || group.ValueKind is not JsonValueKind.Number)
                Fault("a group id is required", "asm.group_id");
            else if (asm.TryGetProperty("groups_to_display", out var groups) && groups.ValueKind is JsonValueKind.Array
                && groups.GetArrayLength() > 25)
                Fault("more than 25 groups", "asm.groups_to_display");
        }
        if (!root.TryGetProperty("mail_settings", out var settings) || settings.ValueKind is not JsonValueKind.Object)
            return;
        Sandbox = IsOn(settings, "sandbox_mode");
        if (IsOn(settings, "bypass_list_management") && Array.Exists(Bypasses, name => IsOn(settings, name)))
            Fault("cannot be combined with the other bypasses", "mail_settings.bypass_list_management");
    }

    private void Unknown(JsonElement element, FrozenSet<string> known, string path)
    {
        foreach (var member in element.EnumerateObject().Where(member => !known.Contains(member.Name)))
            Fault("unknown member", path + member.Name);
    }

    private void Fault(string message, string? field) => _errors.Add(new(message, field));

    private static bool IsOn(JsonElement settings, string name) =>
        settings.TryGetProperty(name, out var setting) && setting.ValueKind is JsonValueKind.Object
        && setting.TryGetProperty("enable", out var enable) && enable.ValueKind is JsonValueKind.True;

    private static bool IsAddress(string email) =>
        MailAddress.TryCreate(email, out var parsed) && string.Equals(parsed.Address, email, StringComparison.Ordinal)
        && email.LastIndexOf('@') is var at && at is > 0 and <= 64 && email.IndexOf('.', at) > at + 1 && !email.EndsWith('.');

    private static bool IsBase64(string text) => System.Buffers.Text.Base64.IsValid(text);

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}
