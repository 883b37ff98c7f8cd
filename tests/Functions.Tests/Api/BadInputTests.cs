using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.Options;
using Peyk.Functions.Delivery.Email;
using Peyk.Functions.Delivery.Sms;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Api;

/// <summary>Whatever is wrong with a request: it is answered as the table says, nothing is stored, sent or leaked.</summary>
public sealed class BadInputTests(BadInputFixture fixture) : IClassFixture<BadInputFixture>
{
    public static TheoryData<string> Requests => [.. BadRequests.All.Select(r => r.Why)];

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_bad_request_is_answered_with_its_code_and_leaves_nothing(string why)
    {
        var row = BadRequests.All.Single(r => r.Why == why);
        var before = await fixture.StoredAsync();
        var sent = fixture.Sent;
        using var request = (row with { Path = row.Path.Replace(BadRequests.SomebodysId, fixture.SomebodysId, StringComparison.Ordinal) }).ToMessage();
        if (fixture.Authorization(row.Key) is { Length: > 0 } authorization)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using var answer = await fixture.Http.SendAsync(request);

        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(row.Status, text);
        if (row.Code is not null)
            Answered(row, answer, text);
        Leaks(text);
        (await fixture.StoredAsync()).ShouldBe(before);
        fixture.Sent.ShouldBe(sent);
    }

    [Fact]
    public async Task All_errors_come_at_once()
    {
        var update = Canary.Update();
        update["to"]!["mobile"] = "0912";
        update["to"]!["email"] = "nobody";
        update["case"]!["service"] = "Nothing At All";
        update["surprise"] = 1;
        update["urgent"] = "yes";

        using var answer = await PostAsync(update.ToJsonString());

        Pointers(await answer.Content.ReadAsStringAsync()).ShouldBe(["/to/mobile", "/to/email", "/case/service", "/urgent", "/surprise"], ignoreOrder: true);
    }

    [Fact]
    public async Task Ten_thousand_errors_make_no_long_answer()
    {
        var members = string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"m{i}\":1"));

        using var answer = await PostAsync($"{{{members}}}");

        Pointers(await answer.Content.ReadAsStringAsync()).Count.ShouldBe(50);
    }

    public static TheoryData<string, string, int> Webhooks => new()
    {
        { "twilio: no signature", "unsigned", 403 },
        { "twilio: a wrong signature", "wrong", 403 },
        { "twilio: a signature of another token", "other-token", 403 },
        { "twilio: a signature replayed with another status", "altered", 403 },
        { "twilio: a signature replayed at another address", "elsewhere", 403 },
        { "twilio: no form", "json", 400 },
        { "twilio: a form of a megabyte", "large", 400 },
        { "twilio: signed, of a notification that nobody has", "unknown", 204 },
        { "twilio: signed, of no attempt", "no-attempt", 204 },
        { "twilio: signed, the receipt that came before", "repeated", 204 },
        { "twilio: signed, a failure after the delivery", "too-late", 204 },
    };

    [Theory]
    [MemberData(nameof(Webhooks))]
    public async Task A_bad_status_callback_changes_nothing(string why, string kind, int status)
    {
        var before = await fixture.StoredAsync();
        using var request = StatusCallback(kind);

        using var answer = await fixture.Http.SendAsync(request);

        ((int)answer.StatusCode).ShouldBe(status, why);
        Leaks(await answer.Content.ReadAsStringAsync());
        (await fixture.StoredAsync()).ShouldBe(before);
    }

    private const string Event = """[{"email":"canary7731@example.org","event":"bounce","timestamp":1763717400,"sg_event_id":"x","reason":"canary-value-7731"}]""";

    public static TheoryData<string, string, string, bool, int> Events => new()
    {
        { "no signature", Event, "", false, 403 },
        { "a signature of another key", Event, "MEUCIAVW+HY0eR2a3tybjPEsC7Us6Pe/Y3BkgfNWG5NjYoMgAiEA6jWAtLPIvemSxf1b7QkhRaa7XQ06QUt9FJXyzfGwKww=", false, 403 },
        { "a signature that is no base64", Event, "canary-value-7731", false, 403 },
        { "a signature replayed with other events", Event, "replayed", false, 403 },
        { "a signature replayed with another time", Event, "other-time", false, 403 },
        { "signed, but no JSON", "canary-value-7731", "", true, 400 },
        { "signed, but no list", """{"event":"bounce"}""", "", true, 400 },
        // A bounce would say something of the address, whoever wrote to it.
        { "signed, of no notification of ours", Event.Replace("bounce", "delivered", StringComparison.Ordinal), "", true, 204 },
        { "signed, of odd events", """[5,{},{"event":"teleported"},{"event":"delivered","peyk_id":"no","peyk_delivery":"-1"}]""", "", true, 204 },
    };

    [Theory]
    [MemberData(nameof(Events))]
    public async Task A_bad_list_of_events_changes_nothing(string why, string body, string signature, bool isSigned, int status)
    {
        var before = await fixture.StoredAsync();
        const string time = "1763717400";
        var given = isSigned ? fixture.SignEvents(time, body) : signature switch
        {
            "replayed" => fixture.SignEvents(time, "[]"),
            "other-time" => fixture.SignEvents("1763717401", body),
            _ => signature,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/sendgrid/events")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation(SendGridSignature.TimestampHeader, time);
        request.Headers.TryAddWithoutValidation(SendGridSignature.SignatureHeader, given);

        using var answer = await fixture.Http.SendAsync(request);

        ((int)answer.StatusCode).ShouldBe(status, why);
        Leaks(await answer.Content.ReadAsStringAsync());
        (await fixture.StoredAsync()).ShouldBe(before);
    }

    private static readonly string Good = $$"""{"v":1,"client":"ministry","kind":"status-updates","body":{{Canary.Text()}}}""";

    public static TheoryData<string, string, string, string> Triggers => new()
    {
        { "no JSON", "canary-value-7731", "", "json" },
        { "an array", "[]", "", "type" },
        { "no version", Good.Replace("\"v\":1,", "", StringComparison.Ordinal), "/v", "required" },
        { "a version in words", Good.Replace("\"v\":1", "\"v\":\"one\"", StringComparison.Ordinal), "/v", "type" },
        { "version zero", Good.Replace("\"v\":1", "\"v\":0", StringComparison.Ordinal), "/v", "range" },
        { "no client", Good.Replace("\"client\":\"ministry\",", "", StringComparison.Ordinal), "/client", "required" },
        { "a client in another spelling", Good.Replace("ministry", "Ministry!", StringComparison.Ordinal), "/client", "format" },
        { "a client that nobody is", Good.Replace("ministry", "nobody", StringComparison.Ordinal), "/client", "unknown_value" },
        { "a kind that is none", Good.Replace("status-updates", "telegrams", StringComparison.Ordinal), "/kind", "unknown_value" },
        { "no body", """{"v":1,"client":"ministry","kind":"status-updates"}""", "/body", "required" },
        { "an unknown member", Good[..^1] + ",\"urgent\":true}", "/urgent", "unknown_member" },
        { "a member twice", Good[..^1] + ",\"v\":1}", "/v", "duplicate" },
        { "a key with a space", Good[..^1] + ",\"idempotencyKey\":\"a b\"}", "/idempotencyKey", "format" },
        { "a wrong number in the body", Good.Replace("989127731773", "09127731773", StringComparison.Ordinal), "/body/to/mobile", "format" },
        { "an unknown member in the body", Good.Replace("\"data\"", "\"date\"", StringComparison.Ordinal), "/body/date", "unknown_member" },
    };

    [Theory]
    [MemberData(nameof(Triggers))]
    public async Task A_bad_trigger_becomes_a_dead_letter_that_says_why(string why, string message, string pointer, string code)
    {
        var before = await fixture.StoredAsync();
        var sent = fixture.Sent;

        var id = await PutAsync(message);

        var letter = await DeadLetterAsync(id);
        var error = JsonNode.Parse(letter.GetString("Reason"))!["errors"]!.AsArray().ShouldHaveSingleItem(why)!;
        ((string?)error["pointer"], (string?)error["code"]).ShouldBe((pointer, code));
        Leaks(string.Join(' ', letter.Keys.Select(k => letter[k]).OfType<string>()));
        (await fixture.StoredAsync()).ShouldBe(before);
        fixture.Sent.ShouldBe(sent);
    }

    [Fact]
    public void The_table_is_long() =>
        (Requests.Count + Webhooks.Count + Events.Count + Triggers.Count).ShouldBeGreaterThan(150);

    private Task<HttpResponseMessage> PostAsync(string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/status-updates") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Authorization", fixture.Authorization("usual"));
        return fixture.Http.SendAsync(request);
    }

    private HttpRequestMessage StatusCallback(string kind)
    {
        var token = fixture.Host.Get<IOptions<TwilioOptions>>().Value.AuthToken;
        var attempt = kind switch
        {
            "unknown" => "0198c5a0-0000-7000-8000-000000000001.1.1",
            "no-attempt" => $"{fixture.SomebodysId}.1.7",
            _ => $"{fixture.SomebodysId}.1.1",
        };
        var url = new Uri(fixture.Host.Url, $"/hooks/twilio/status?d={attempt}").AbsoluteUri;
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["MessageSid"] = "SM00000000000000000000000000000001",
            ["MessageStatus"] = kind == "too-late" ? "undelivered" : "delivered",
            ["To"] = Canary.Mobile,
        };
        var signature = kind switch
        {
            "unsigned" => null,
            "wrong" => "canary-value-7731",
            "other-token" => Sign("another token", url, fields),
            "elsewhere" => Sign(token, url + "7", fields),
            _ => Sign(token, url, fields),
        };
        if (kind == "altered")
            fields["MessageStatus"] = "failed";
        if (kind == "large")
            fields["Body"] = new string('x', 1024 * 1024);
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = kind == "json" ? new StringContent("{}", Encoding.UTF8, "application/json") : new FormUrlEncodedContent(fields),
        };
        if (signature is not null)
            request.Headers.TryAddWithoutValidation(TwilioSignature.Header, signature);
        return request;
    }

    private static string Sign(string token, string url, SortedDictionary<string, string> fields) => Convert.ToBase64String(
        System.Security.Cryptography.HMACSHA1.HashData(
            Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(url + string.Concat(fields.Select(f => f.Key + f.Value)))));

    private async Task<string> PutAsync(string message)
    {
        var queue = fixture.Host.Get<QueueServiceClient>().GetQueueClient(Queues.Triggers);
        return (await queue.SendMessageAsync(message, timeToLive: TimeSpan.FromSeconds(-1))).Value.MessageId;
    }

    private async Task<TableEntity> DeadLetterAsync(string messageId)
    {
        var table = fixture.Host.Tables.GetTableClient(Tables.DeadLetters);
        var filter = TableClient.CreateQueryFilter($"RowKey eq {messageId}");
        await Wait.UntilAsync(async () => await table.QueryAsync<TableEntity>(filter).AnyAsync(), what: "the dead letter");
        return await table.QueryAsync<TableEntity>(filter).SingleAsync();
    }

    private static void Answered(BadRequest row, HttpResponseMessage answer, string text)
    {
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonNode.Parse(text)!;
        ((string?)problem["code"], (int?)problem["status"], (string?)problem["type"])
            .ShouldBe((row.Code, (int)row.Status, $"urn:peyk:problem:{row.Code}"));
        if (row.Status == HttpStatusCode.Unauthorized)
            answer.Headers.WwwAuthenticate.ShouldNotBeEmpty();
        if (row.Pointer is not null)
            problem["errors"]!.AsArray().Select(e => ((string?)e!["pointer"], (string?)e["code"])).ShouldContain((row.Pointer, row.FieldCode));
    }

    /// <summary>Nothing of the request stands in the text, nor in any line that the app ever logged.</summary>
    private void Leaks(string text)
    {
        foreach (var canary in Canary.All)
        {
            text.ShouldNotContain(canary);
            fixture.Host.Logs.Lines.Where(line => line.Contains(canary, StringComparison.Ordinal)).ShouldBeEmpty();
        }
    }

    private static List<string?> Pointers(string text) => [.. JsonNode.Parse(text)!["errors"]!.AsArray().Select(e => (string?)e!["pointer"])];
}
