using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Assistant;

/// <summary>
/// How the table Conversations is laid out. In a sender's partition lie the texts (<c>m|</c>), the sessions (<c>s|</c>) and the
/// requests that were put by SMS (<c>q|</c>), so that a decision and the session change together. Beside them lie what is open, the
/// texts of a day, those of them that a person is to read, the ends of sessions by day, and the codes of messages.
/// </summary>
internal static class ConversationRows
{
    /// <summary>Texts that are not handled yet.</summary>
    public const string Open = "open";

    public const string Text = "m|";
    public const string Session = "s|";
    public const string Asked = "q|";
    public const string KeptUntil = "KeptUntil";
    public const string MessagesFrom = "message-";
    public const string MessagesTo = "message.";

    /// <summary>Texts of a day of UTC.</summary>
    public static string Day(DateTimeOffset at) => $"day-{at.UtcDateTime:yyyyMMdd}";

    /// <summary>Sessions and requests that are of no use after a day of UTC.</summary>
    public static string End(DateTimeOffset at) => $"end-{at.UtcDateTime:yyyyMMdd}";

    /// <param name="row">Key of the session or request that ends.</param>
    public static string EndRow(string sender, string row) => $"{sender}|{row.Replace('|', '_')}";

    /// <summary>Messages of a day of UTC: texts that a person is to read, in the order of time.</summary>
    public static string Messages(DateTimeOffset at) => $"{MessagesFrom}{at.UtcDateTime:yyyyMMdd}";

    public static string Code(string code) => $"code-{code}";

    /// <summary>In the order of time.</summary>
    public static string Place(DateTimeOffset at, string sid) => $"{at.UtcTicks.ToString("D19", CultureInfo.InvariantCulture)}|{sid}";

    public static TableEntity Write(InboundSms sms, ContentCipher cipher, DerivedIds ids)
    {
        var owner = Owner(sms.Sender, sms.Sid, ids);
        var key = ContentCipher.NewKey();
        var body = cipher.Seal(owner, key, JsonSerializer.SerializeToUtf8Bytes(sms.Body, PeykJson.Default.InboundBody));
        var row = new TableEntity(sms.Sender, Text + sms.Sid)
        {
            ["Service"] = sms.Service,
            ["ReceivedAt"] = sms.ReceivedAt,
            ["Handled"] = sms.IsHandled ? true : null,
            ["KeyId"] = body.KeyId,
            ["WrappedKey"] = body.WrappedKey,
            ["Body"] = body.Body,
        };
        if (sms.Decision is not { } decision)
            return row;
        row["Outcome"] = decision.Outcome.ToWord();
        row["Code"] = decision.Code;
        row["Decision"] = cipher.Seal(owner, key, JsonSerializer.SerializeToUtf8Bytes(decision, PeykJson.Default.InboundDecision)).Body;
        if (sms.Answer is { } answer)
            row["Answer"] = cipher.Seal(owner, key, JsonSerializer.SerializeToUtf8Bytes(answer, PeykJson.Default.MessageAnswer)).Body;
        return row;
    }

    public static InboundSms Read(TableEntity row, ContentCipher cipher, DerivedIds ids)
    {
        var sid = row.RowKey[Text.Length..];
        var owner = Owner(row.PartitionKey, sid, ids);
        SealedContent Sealed(string column) => new(row.GetString("KeyId")!, row.GetBinary("WrappedKey")!, row.GetBinary(column)!);
        var body = JsonSerializer.Deserialize(cipher.Open(owner, Sealed("Body")).Body, PeykJson.Default.InboundBody)!;
        var decision = row.ContainsKey("Decision")
            ? JsonSerializer.Deserialize(cipher.Open(owner, Sealed("Decision")).Body, PeykJson.Default.InboundDecision)
            : null;
        var answer = row.ContainsKey("Answer")
            ? JsonSerializer.Deserialize(cipher.Open(owner, Sealed("Answer")).Body, PeykJson.Default.MessageAnswer)
            : null;
        return new(
            row.PartitionKey, sid, row.GetString("Service")!, row.GetDateTimeOffset("ReceivedAt")!.Value, body, decision, row.GetBoolean("Handled") ?? false)
        {
            Answer = answer,
            ETag = row.ETag,
        };
    }

    public static TableEntity Write(string sender, string service, SmsSession session, DateTimeOffset keptUntil) => new(sender, Session + service)
    {
        ["State"] = JsonSerializer.Serialize(session, PeykJson.Default.SmsSession),
        [KeptUntil] = keptUntil,
    };

    public static SmsSession ReadSession(TableEntity row) => JsonSerializer.Deserialize(row.GetString("State")!, PeykJson.Default.SmsSession)!;

    public static TableEntity Write(string sender, AskedBySms asked, DateTimeOffset keptUntil) => new(sender, $"{Asked}{asked.Request:D}")
    {
        ["From"] = asked.From,
        ["Until"] = asked.Until,
        [KeptUntil] = keptUntil,
    };

    public static AskedBySms ReadAsked(TableEntity row) => new(
        Guid.ParseExact(row.RowKey[Asked.Length..], "D"), row.GetDateTimeOffset("From")!.Value, row.GetDateTimeOffset("Until")!.Value);

    /// <summary>The sealed part of a text's row; null for every other row.</summary>
    public static SealedContent? ReadSealed(TableEntity row) =>
        row.GetBinary("Body") is { } body ? new(row.GetString("KeyId")!, row.GetBinary("WrappedKey")!, body) : null;

    /// <summary>Under which id a text is sealed.</summary>
    public static Guid Owner(TableEntity row, DerivedIds ids) => Owner(row.PartitionKey, row.RowKey[Text.Length..], ids);

    private static Guid Owner(string sender, string sid, DerivedIds ids) => ids.Of(DateTimeOffset.UnixEpoch, "inbound-sms", $"{sender}|{sid}");
}
