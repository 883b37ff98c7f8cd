using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Core.Surveys;
using Peyk.Core.Templates;
using Peyk.Functions.Callbacks;
using Peyk.Functions.Feedback;
using Peyk.Local;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Api;

/// <summary>The OpenAPI document is written by hand; these tests hold it to the app.</summary>
public sealed partial class OpenApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private static readonly JsonObject Document =
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "functions", "Operations", "openapi.json")))!.AsObject();

    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete"];

    [Fact]
    public async Task Everybody_may_read_it()
    {
        using var http = fixture.Host.ClientWith(null);

        var served = JsonNode.Parse(await http.GetStringAsync("/api/openapi.json"));

        JsonNode.DeepEquals(served, Document).ShouldBeTrue();
        ((string?)served!["openapi"]).ShouldBe("3.1.0");
    }

    [Fact]
    public void Every_api_route_is_documented_and_nothing_else()
    {
        var mapped =
            from method in typeof(PeykApp).Assembly.GetTypes().SelectMany(t => t.GetMethods())
            where method.GetCustomAttribute<FunctionAttribute>() is not null
            from parameter in method.GetParameters()
            let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
            where trigger?.Route?.StartsWith("api/", StringComparison.Ordinal) == true
            from verb in trigger.Methods!
            where verb != "head" // goes without saying wherever GET is
            select $"{verb} /{trigger.Route}";

        Operations().Select(o => $"{o.Method} {o.Path}").Order(StringComparer.Ordinal).ShouldBe(mapped.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        foreach (var node in Descendants(Document).OfType<JsonObject>().Where(o => o.ContainsKey("$ref")))
            Resolve(node).ShouldNotBeNull((string?)node["$ref"]);
    }

    [Fact]
    public void Every_operation_with_a_key_documents_the_refusals_at_the_door()
    {
        foreach (var (path, method, operation) in Operations().Where(o => o.Operation["security"] is null))
        {
            string[] expected = operation["requestBody"] is null ? ["401", "403", "429"] : ["400", "401", "403", "413", "415", "429"];
            operation["responses"]!.AsObject().Select(r => r.Key).Intersect(expected, StringComparer.Ordinal).Count()
                .ShouldBe(expected.Length, $"{method} {path}");
        }
    }

    [Fact]
    public async Task Every_example_of_a_request_is_accepted()
    {
        var count = 0;
        foreach (var (path, method, operation) in Operations())
        {
            foreach (var (name, example) in operation["requestBody"]?["content"]?["application/json"]?["examples"]?.AsObject() ?? [])
            {
                using var request = new HttpRequestMessage(HttpMethod.Parse(method), Filled(path)) { Content = JsonContent.Create(example!["value"]) };
                using var answer = await fixture.Api.Http.SendAsync(request);

                var text = await answer.Content.ReadAsStringAsync();
                answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Accepted);
                Undocumented(JsonNode.Parse(text), Schema(operation, (int)answer.StatusCode), name).ShouldBeEmpty();
                count++;
            }
        }

        count.ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task Answers_have_no_member_that_is_not_documented()
    {
        var update = ApiUser.StatusUpdate("+989120008005", "documented@example.org");
        update["reference"] = "documented";
        var id = await fixture.Api.AcceptedAsync(update);
        await fixture.Api.FinalAsync(id);

        using var batches = new BatchUser(fixture.Host.ClientWith(await fixture.Host.NewKeyAsync()));
        var batch = await batches.AcceptedAsync(BatchUser.Csv(2, 9_385_000_000, 2));
        await batches.CompletedAsync(batch);

        await CheckAsync("/api/v1/batches/{id}", $"/api/v1/batches/{batch}");
        await CheckAsync("/api/v1/batches/{id}/rows", $"/api/v1/batches/{batch}/rows");
        await CheckAsync("/api/v1/notifications/{id}", $"/api/v1/notifications/{id}");
        await CheckAsync("/api/v1/notifications", "/api/v1/notifications?reference=documented");
        await CheckAsync("/api/v1/templates", "/api/v1/templates");
        await CheckAsync("/api/v1/feed", "/api/v1/feed");
        await fixture.Host.Get<CallbackStore>().AddAsync(
            Callback.Of("test", fixture.Host.Get<CallbackEvents>().Test("test"), TimeProvider.System.GetUtcNow()), default);
        await CheckAsync("/api/v1/callbacks", "/api/v1/callbacks");
    }

    [Fact]
    public async Task Answers_about_contacts_have_no_member_that_is_not_documented()
    {
        var contact = await fixture.Api.PutContactAsync(Contacts.ContactTests.Full("+989120008006", "documented6@example.org"));
        await fixture.Host.BlockAsync(Channel.Sms, "+989120008006", BlockCause.Undeliverable, Reason.Bounced);
        var update = ContactCalls.UpdateTo(contact);
        update["urgent"] = true;
        await fixture.Api.FinalAsync(await fixture.Api.AcceptedAsync(update));

        await CheckAsync("/api/v1/contacts/{id}", $"/api/v1/contacts/{contact}");
        await CheckAsync("/api/v1/contacts", $"/api/v1/contacts?reference={Uri.EscapeDataString("number of +989120008006")}");
        await CheckAsync("/api/v1/contacts/{id}/timeline", $"/api/v1/contacts/{contact}/timeline");
        await CheckAsync("/api/v1/contacts/{id}/export", $"/api/v1/contacts/{contact}/export");
        await CheckAsync("/api/v1/erasures/{id}", $"/api/v1/erasures/{await fixture.Api.EraseAsync(contact)}");
    }

    [Fact]
    public async Task Answers_about_feedback_have_no_member_that_is_not_documented()
    {
        var ask = new JsonObject
        {
            ["to"] = new JsonObject { ["email"] = "documented-feedback@example.org" },
            ["survey"] = "csat",
            ["service"] = "retirement",
            ["reference"] = "documented",
        };
        using var asked = await fixture.Api.PostAsync(ask, path: "/api/v1/feedback-requests");
        var id = (string)JsonNode.Parse(await asked.Content.ReadAsStringAsync())!["id"]!;
        var answers = fixture.Host.Get<FeedbackAnswers>();
        await answers.RecordAsync(
            (await answers.FindAsync(Guid.Parse(id), default))!, new Dictionary<string, Answer> { ["satisfaction"] = new(4, "4 thanks") }, AnswerChannel.Web,
            TimeProvider.System.GetUtcNow(), AnswerFlags.Honeypot, default);

        await CheckAsync("/api/v1/feedback-requests/{id}", $"/api/v1/feedback-requests/{id}");
        await CheckAsync("/api/v1/responses", "/api/v1/responses?limit=1");
        await CheckAsync("/api/v1/reports/satisfaction", "/api/v1/reports/satisfaction?groupBy=service,channel,month");
    }

    [Fact]
    public async Task Answers_about_complaints_and_messages_have_no_member_that_is_not_documented()
    {
        const string phone = "+989120008007";
        var update = ApiUser.StatusUpdate(phone);
        update["notify"] = false;
        using var accepted = await fixture.Api.PostAsync(update);
        var code = JsonNode.Parse(await accepted.Content.ReadAsStringAsync())!["case"]!["code"]!.GetValue<string>();
        await fixture.Host.Simulator.ReplyAsync(phone, $"I have a complaint about {code}");
        await fixture.Host.Simulator.ReplyAsync(phone, "And where do I find the form, please?");
        var complaint = await FirstAsync("/api/v1/complaints", c => (string?)c["case"] == code);
        var message = await FirstAsync("/api/v1/messages", m => (string?)m["from"] == phone);
        (await fixture.Api.PostAsync(new() { ["text"] = "Done." }, path: $"/api/v1/complaints/{complaint["id"]}/answer")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await fixture.Api.PostAsync(new() { ["text"] = "On our site." }, path: $"/api/v1/messages/{message["code"]}/answer")).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        await CheckAsync("/api/v1/complaints", "/api/v1/complaints");
        await CheckAsync("/api/v1/complaints/{id}", $"/api/v1/complaints/{complaint["id"]}");
        await CheckAsync("/api/v1/messages", "/api/v1/messages");
        await CheckAsync("/api/v1/messages/{code}", $"/api/v1/messages/{message["code"]}");
    }

    [Fact]
    public void Every_code_that_the_api_answers_is_told_in_the_documentation()
    {
        var told = Told().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "api.md"))).Select(m => m.Groups[1].Value).ToHashSet();
        var source = string.Join('\n', Directory.EnumerateFiles(Path.Combine(Repository.Root, "functions"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var problems = ProblemCodes().Matches(source).Select(m => m.Groups[1].Value).ToHashSet();
        var fields = FieldCodes().Matches(source).Select(m => m.Groups[1].Value)
            .Concat(typeof(TemplateDataCodes).GetFields().Select(f => (string)f.GetRawConstantValue()!)).ToHashSet();

        problems.Count.ShouldBeGreaterThan(8);
        fields.Count.ShouldBeGreaterThan(15);
        problems.Union(fields).Except(told).ShouldBeEmpty();
    }

    /// <summary>Waits for an item of a list.</summary>
    private async Task<JsonNode> FirstAsync(string list, Func<JsonNode, bool> isIt)
    {
        JsonNode? found = null;
        await Wait.UntilAsync(
            async () => (found = JsonNode.Parse(await fixture.Api.Http.GetStringAsync($"{list}?limit=100"))!["items"]!.AsArray().FirstOrDefault(i => isIt(i!))) is not null,
            what: list);
        return found!;
    }

    private async Task CheckAsync(string path, string address)
    {
        var answer = JsonNode.Parse(await fixture.Api.Http.GetStringAsync(address));
        Undocumented(answer, Schema(Document["paths"]![path]!["get"]!, 200), path).ShouldBeEmpty();
    }

    private static IEnumerable<(string Path, string Method, JsonNode Operation)> Operations() =>
        from path in Document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where Methods.Contains(operation.Key)
        select (path.Key, operation.Key, operation.Value!);

    private static string Filled(string path)
    {
        foreach (var parameter in Document["paths"]![path]!["parameters"]?.AsArray() ?? [])
            path = path.Replace($"{{{parameter!["name"]}}}", (string?)parameter["example"], StringComparison.Ordinal);
        return path;
    }

    private static JsonNode Schema(JsonNode operation, int status) =>
        operation["responses"]![status.ToString()]!["content"]!["application/json"]!["schema"]!;

    private static JsonNode? Resolve(JsonNode node)
    {
        if (node["$ref"] is not { } reference)
            return node;
        JsonNode? at = Document;
        foreach (var part in ((string)reference!).Split('/').Skip(1))
            at = at?[part];
        return at;
    }

    /// <summary>Members of an answer that its schema lacks, and members that the schema requires and the answer lacks.</summary>
    private static IEnumerable<string> Undocumented(JsonNode? answer, JsonNode given, string at)
    {
        var schema = Resolve(given)!;
        if (answer is JsonArray array)
            return array.SelectMany((item, i) => Undocumented(item, schema["items"]!, $"{at}/{i}"));
        if (answer is not JsonObject members || schema["properties"] is not JsonObject properties)
            return [];
        var missing = (schema["required"]?.AsArray() ?? []).Select(r => (string)r!).Where(r => !members.ContainsKey(r)).Select(r => $"{at}/{r} is missing");
        return missing.Concat(members.SelectMany(m =>
            properties[m.Key] is { } known ? Undocumented(m.Value, known, $"{at}/{m.Key}") : [$"{at}/{m.Key} is not documented"]));
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(m => Descendants(m.Value)).Prepend(o),
        JsonArray a => a.SelectMany(Descendants).Prepend(a),
        null => [],
        _ => [node],
    };

    [GeneratedRegex("`([a-z0-9_]+)`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Told();

    [GeneratedRegex("""(?:Problem|new)\(\s*[45]\d\d, "([a-z_]+)",""", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex ProblemCodes();

    [GeneratedRegex("""(?:Refuse|RefuseAt|FieldError|new)\(\s*(?:at|name|"[^"]*"), "([a-z0-9_]+)",""", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex FieldCodes();
}
