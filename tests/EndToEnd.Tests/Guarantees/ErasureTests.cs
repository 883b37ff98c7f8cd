using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Contacts;
using Peyk.Functions.Contacts.Erasures;
using Peyk.Functions.Delivery.Email;
using Peyk.Functions.Newsletters.Sending;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;
using Peyk.Local.Simulator.Scenarios;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Guarantees;

/// <summary>Who is erased is nowhere: in no table, queue or log line, by no address, name or hash.</summary>
[Collection(nameof(OneAtATime))]
public sealed class ErasureTests(AzuriteFixture azurite)
{
    private const string Mobile = "+989411234590";
    private const string Email = "Yazdmarker@example.org";
    private const string Name = "Zarnegarqx Marker";
    private const string Number = "member-Qazvinmarker";

    [Fact]
    public async Task After_an_erasure_nothing_leads_to_the_person()
    {
        await using var host = await StartAsync();
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var person = await PersonAsync(api);
        var ids = await PostAllAsync(host, api, person);
        await SendIssueAsync(host);
        await host.BlockAsync(Channel.Email, Email, BlockCause.Unsubscribed, Reason.OptedOut);
        await host.BlockAsync(Channel.Sms, Mobile, BlockCause.CarrierOptOut, Reason.OptedOut);
        await DeadLetterAsync(host);
        var neighbour = await api.PutContactAsync(new() { ["mobile"] = "+989411234591", ["name"] = "A Neighbour" });
        var theirs = await api.AcceptedAsync(ContactCalls.UpdateTo(neighbour));
        (await api.Http.GetAsync($"/api/v1/contacts/{person}/export")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var traces = Traces(host, person);
        var before = await host.EverythingAsync();

        var erasure = await api.EraseAsync(person);
        await Wait.UntilAsync(
            async () => (string?)(await api.ErasureAsync(erasure))["status"] == "done", TimeSpan.FromMinutes(2), "the erasure");

        foreach (var trace in traces.Except([Mobile, Email, Name, Number]))
            before.Holding(trace).ShouldNotBeEmpty($"the test looks for {trace}, which is nowhere at the beginning");
        (await host.EverythingAsync()).Holding([.. traces, "9411234590", "Yazdmarker", "Zarnegarqx", "Qazvinmarker"]).ShouldBeEmpty();
        host.Logs.Lines.Holding("9411234590", "Yazdmarker", "Zarnegarqx", "Qazvinmarker").ShouldBeEmpty();
        (await host.EverythingAsync()).Where(line => ids.Values.Any(id => line.Contains($"{id}|c", StringComparison.Ordinal))).ShouldBeEmpty();
        ((int?)(await api.ErasureAsync(erasure))["erased"]!["notifications"], (int?)(await api.ErasureAsync(erasure))["erased"]!["deadLetters"])
            .ShouldBe((ids.Count, 1));
        ((int?)(await api.ErasureAsync(erasure))["erased"]!["subscriptions"], (int?)(await api.ErasureAsync(erasure))["erased"]!["newsletterIssues"])
            .ShouldBe((2, 1));
        foreach (var (what, id) in ids)
        {
            var left = await api.NotificationAsync(id);
            ((string?)left["status"], (bool?)left["logIntegrity"]!["verified"]).ShouldBe((what.Split(' ')[0], true), what);
        }

        (await IsSuppressedAsync(host, Email)).ShouldBeTrue();
        ((string?)(await api.ContactAsync(neighbour))["name"]).ShouldBe("A Neighbour");
        (await api.TimelineAsync(neighbour))["items"]!.AsArray().Select(i => (string?)i!["id"]).ShouldBe([theirs]);
    }

    [Fact]
    public async Task What_the_person_texted_is_gone_too()
    {
        await using var host = await StartAsync();
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var person = await PersonAsync(api);
        foreach (var (text, replies) in new[] { ($"This is {Name}, where is my pension?", 1), ($"{Name} has a complaint.", 2) })
        {
            await host.Simulator.ReplyAsync(Mobile, text);
            await Wait.UntilAsync(
                () => host.Simulator.Messages.Count(m => m.To == Mobile && m.Status == "delivered") >= replies, what: $"reply {replies}");
        }

        await Wait.UntilAsync(async () => !(await host.EverythingAsync()).Holding("Conversations: open").Any(), what: "the end of both texts");
        var traces = Traces(host, person);
        var before = await host.EverythingAsync();

        var erasure = await api.EraseAsync(person);
        await Wait.UntilAsync(
            async () => (string?)(await api.ErasureAsync(erasure))["status"] == "done", TimeSpan.FromMinutes(2), "the erasure");

        before.Holding(host.Get<AddressHashes>().Of(Channel.Sms, Mobile, isTest: false)).Holding("Conversations: ").ShouldNotBeEmpty();
        (await host.EverythingAsync()).Holding([.. traces, "9411234590", "Zarnegarqx"]).ShouldBeEmpty();
        var erased = (await api.ErasureAsync(erasure))["erased"]!;
        ((int?)erased["messages"], (int?)erased["complaints"]).ShouldBe((2, 1));
    }

    [Fact]
    public async Task What_the_person_was_asked_and_answered_is_gone_too()
    {
        await using var host = await StartAsync();
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var person = await PersonAsync(api);
        var ask = new JsonObject { ["to"] = new JsonObject { ["email"] = Email, ["name"] = Name }, ["survey"] = "csat", ["reference"] = Number };
        using var asked = await api.PostAsync(ask, path: "/api/v1/feedback-requests");
        var id = (string)(await ReadAsync(asked))["id"]!;
        await api.FinalAsync(id);
        using (var citizen = new HttpClient { BaseAddress = host.Url })
        {
            var page = $"/f/{host.Get<PageTokens>().Make(PagePurpose.Feedback, Guid.Parse(id))}";
            using var score = new FormUrlEncodedContent([new("part", "0"), new("item-satisfaction", "3")]);
            using var comment = new FormUrlEncodedContent([new("part", "1"), new("item-trouble", $"Nobody called {Name} back.")]);
            (await citizen.PostAsync(page, score)).IsSuccessStatusCode.ShouldBeTrue();
            (await citizen.PostAsync(page, comment)).IsSuccessStatusCode.ShouldBeTrue();
        }

        (await api.Http.GetStringAsync($"/api/v1/contacts/{person}/export")).ShouldContain($"Nobody called {Name} back.");
        var hash = host.Get<AddressHashes>().Of(Channel.Email, Email, isTest: false);
        (await host.EverythingAsync()).Holding(hash).Count.ShouldBeGreaterThanOrEqualTo(3, "the request, the pace of asking, the notification");

        await CompleteAsync(api, person);

        (await host.EverythingAsync()).Holding([.. Traces(host, person), "Yazdmarker", "Zarnegarqx", "Qazvinmarker"]).ShouldBeEmpty();
        host.Logs.Lines.Holding("Yazdmarker", "Zarnegarqx", "Qazvinmarker").ShouldBeEmpty();
        var left = (await api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/feedback-requests/{id}"))!["answers"]!.AsArray();
        left.Select(a => ((int?)a!["score"], (string?)a["comment"])).ShouldBe([(3, null), (null, null)]);
    }

    [Fact]
    public async Task A_shared_telephone_costs_nobody_else_a_message_or_an_opt_out()
    {
        await using var host = await StartAsync();
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var first = await api.PutContactAsync(new() { ["mobile"] = Mobile, ["name"] = Name });
        var second = await api.PutContactAsync(new() { ["mobile"] = Mobile, ["name"] = "Their Sister" });
        var named = await api.AcceptedAsync(Later(ContactCalls.UpdateTo(second)));
        var bare = await api.AcceptedAsync(Later(ApiUser.StatusUpdate(Mobile, name: "Their Sister")));
        var own = await api.AcceptedAsync(Later(ApiUser.StatusUpdate(Mobile, name: Name)));
        await host.BlockAsync(Channel.Sms, Mobile, BlockCause.CarrierOptOut, Reason.OptedOut);

        await CompleteAsync(api, first);

        (await StatusAsync(api, named), await StatusAsync(api, bare), await StatusAsync(api, own)).ShouldBe(("scheduled", "scheduled", "cancelled"));
        (await api.ContactAsync(second))["channels"]!["sms"]!["blocked"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Who_was_erased_can_be_written_again_and_starts_blank()
    {
        await using var host = await StartAsync();
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var person = await PersonAsync(api);
        await api.FinalAsync(await api.AcceptedAsync(Urgent(ContactCalls.UpdateTo(person))));

        var erasure = await api.EraseAsync(person);
        using var meanwhile = await api.Http.PutAsync($"/api/v1/contacts/{person}", JsonBody(new() { ["mobile"] = Mobile }));
        var again = await api.EraseAsync(person);
        await Wait.UntilAsync(async () => (string?)(await api.ErasureAsync(erasure))["status"] == "done", TimeSpan.FromMinutes(2), "the erasure");
        using var gone = await api.Http.DeleteAsync($"/api/v1/contacts/{person}");
        using var afterwards = await api.Http.PutAsync($"/api/v1/contacts/{person}", JsonBody(new() { ["mobile"] = Mobile }));

        (meanwhile.StatusCode, (string?)(await ReadAsync(meanwhile))["code"]).ShouldBe((HttpStatusCode.Conflict, "erasure_running"));
        again.ShouldBe(erasure);
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        afterwards.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await api.ContactAsync(person)).Select(m => m.Key).ShouldBe(["id", "mobile", "channels", "createdAt", "changedAt", "test"]);
        (await api.TimelineAsync(person))["items"]!.AsArray().ShouldBeEmpty();
        // And is a person like any other.
        ((string?)(await api.FinalAsync(await api.AcceptedAsync(ContactCalls.UpdateTo(person))))["status"]).ShouldBe("delivered");
    }

    [Fact]
    public async Task What_was_put_on_the_queue_before_is_erased_though_it_is_taken_in_later()
    {
        var time = new ShiftedTime();
        await using var host = await StartAsync(
            services => services.AddSingleton<TimeProvider>(time),
            ("ErasureSchedule", ShortTimes.Never), ("AzureWebJobs.AcceptTriggerQueue.Disabled", "true"));
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var person = await PersonAsync(api);
        var inserted = time.GetUtcNow();
        var queue = host.Get<QueueServiceClient>().GetQueueClient(Queues.Triggers);
        await queue.SendMessageAsync(Trigger(Later(ApiUser.StatusUpdate(Mobile))), timeToLive: TimeSpan.FromSeconds(-1));

        var erasure = await api.EraseAsync(person);
        for (var run = 0; run < 2; run++)
        {
            await host.Get<ErasureWork>().RunAsync(default);
            time.Advance(TimeSpan.FromMinutes(16));
        }

        var waiting = await host.Get<ErasureStore>().FindOpenAsync(person, isTest: false, default);
        var late = (await queue.ReceiveMessageAsync()).Value;
        await host.Get<Functions.QueueIntake.TriggerIntake>().AcceptAsync(late.MessageText, late.MessageId, inserted, default);
        await queue.DeleteMessageAsync(late.MessageId, late.PopReceipt);
        for (var run = 0; run < 2; run++)
        {
            await host.Get<ErasureWork>().RunAsync(default);
            time.Advance(TimeSpan.FromMinutes(16));
        }

        waiting!.Pass.ShouldBe(1);
        var done = await api.ErasureAsync(erasure);
        ((string?)done["status"], (int?)done["erased"]!["notifications"]).ShouldBe(("done", 1));
        (await host.EverythingAsync()).Holding([.. Traces(host, person)]).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_posted_after_an_erasure_was_asked_for_is_kept()
    {
        var time = new ShiftedTime();
        await using var host = await StartAsync(services => services.AddSingleton<TimeProvider>(time), ("ErasureSchedule", ShortTimes.Never));
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var person = await PersonAsync(api);
        var before = await api.AcceptedAsync(Later(ApiUser.StatusUpdate(Mobile), 50));
        var erasure = await api.EraseAsync(person);
        time.Advance(TimeSpan.FromMinutes(2));
        var after = await api.AcceptedAsync(Later(ApiUser.StatusUpdate(Mobile), 50));

        await host.Get<ErasureWork>().RunAsync(default);
        time.Advance(TimeSpan.FromMinutes(16));
        await host.Get<ErasureWork>().RunAsync(default);

        ((string?)(await api.ErasureAsync(erasure))["status"]).ShouldBe("done");
        (await StatusAsync(api, before), await StatusAsync(api, after)).ShouldBe(("cancelled", "scheduled"));
    }

    [Fact]
    public async Task What_was_sent_to_a_bare_number_weeks_before_there_was_a_contact_is_found()
    {
        var time = new ShiftedTime();
        await using var host = await StartAsync(
            services => services.AddSingleton<TimeProvider>(time), ("ErasureSchedule", ShortTimes.Never), ("Retention__Content", "30.00:00:00"));
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        await api.FinalAsync(await api.AcceptedAsync(ApiUser.StatusUpdate(Mobile)));
        time.Advance(TimeSpan.FromDays(25));
        var person = await PersonAsync(api);

        await api.EraseAsync(person);
        await host.Get<ErasureWork>().RunAsync(default);

        (await host.EverythingAsync()).Holding("|c ").ShouldBeEmpty();
        (await host.Get<ErasureStore>().FindOpenAsync(person, isTest: false, default))!.Erasure.Erased.ShouldHaveSingleItem().Value.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_provider_has_already_is_followed_and_finds_no_other_way()
    {
        var time = new ShiftedTime();
        await using var host = await StartAsync(services => services.AddSingleton<TimeProvider>(time), ("ErasureSchedule", ShortTimes.Never));
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        // A number whose receipts never come: after a while the next channel would be tried.
        var person = await api.PutContactAsync(new() { ["mobile"] = ScenarioTable.Mobile("905", 4), ["email"] = Email });
        var id = await api.AcceptedAsync(ContactCalls.UpdateTo(person));
        await api.WhenAsync(id, n => (string?)n["status"] == "sent");

        await api.EraseAsync(person);
        await host.Get<ErasureWork>().RunAsync(default);
        time.Advance(TimeSpan.FromMinutes(20));
        var left = await api.WhenAsync(id, n => n["deliveries"]!.AsArray().Count == 2 && (string?)n["deliveries"]![1]!["status"] == "failed");

        ((string?)left["deliveries"]![1]!["reason"], (bool?)left["logIntegrity"]!["verified"]).ShouldBe(("erased", true));
        host.Simulator.AcceptedCount(Email).ShouldBe(0);
    }

    [Fact]
    public async Task A_timeline_loses_what_is_gone_itself()
    {
        var time = new ShiftedTime();
        await using var host = await StartAsync(services => services.AddSingleton<TimeProvider>(time));
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var person = await PersonAsync(api);
        var id = await api.AcceptedAsync(Urgent(ContactCalls.UpdateTo(person)));
        time.Advance(TimeSpan.FromDays(400));
        await host.Get<TimelineRetention>().RunAsync(default);
        var kept = await host.EverythingAsync();
        time.Advance(TimeSpan.FromDays(20));

        await host.Get<TimelineRetention>().RunAsync(default);

        kept.Holding("Timeline: ").Holding(id).ShouldHaveSingleItem();
        (await host.EverythingAsync()).Holding("Timeline: ").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_names_somebody_who_is_gone_is_not_sent()
    {
        await using var host = await StartAsync(("ErasureSchedule", ShortTimes.Never));
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var person = await PersonAsync(api);
        var id = await api.AcceptedAsync(Urgent(Later(ContactCalls.UpdateTo(person), 0.1)));

        await api.EraseAsync(person);
        var done = await api.FinalAsync(id);

        done["deliveries"]!.AsArray().Select(d => ((string?)d!["status"], (string?)d["reason"]))
            .ShouldBe([("suppressed", "erased"), ("suppressed", "erased")]);
        host.Simulator.AcceptedCount(Mobile).ShouldBe(0);
    }

    [Fact]
    public async Task Proof_and_audit_stay_for_four_hundred_days()
    {
        var time = new ShiftedTime();
        await using var host = await StartAsync(services => services.AddSingleton<TimeProvider>(time), ("ErasureSchedule", ShortTimes.Never));
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var erasure = await api.EraseAsync(await PersonAsync(api));
        await host.Get<ErasureWork>().RunAsync(default);
        time.Advance(TimeSpan.FromMinutes(16));
        await host.Get<ErasureWork>().RunAsync(default);

        time.Advance(TimeSpan.FromDays(399));
        await PurgeAsync(host);
        var kept = await host.EverythingAsync();
        time.Advance(TimeSpan.FromDays(3));
        await PurgeAsync(host);
        var purged = await host.EverythingAsync();

        kept.Holding("Action=erasure_requested").ShouldHaveSingleItem().ShouldContain($"Subject={erasure}");
        kept.Holding("Action=erasure_done").ShouldHaveSingleItem().ShouldContain("Client=test");
        kept.Holding("Status=done").ShouldHaveSingleItem().ShouldContain($"{erasure}");
        purged.Holding(erasure.ToString()).ShouldBeEmpty();
    }

    private static async Task PurgeAsync(PeykHost host)
    {
        await host.Get<ErasureStore>().PurgeAsync(default);
        await host.Get<AuditLog>().PurgeAsync(default);
    }

    /// <summary>Everything that can be sent to a person, one of each, by what becomes of it.</summary>
    private static async Task<Dictionary<string, string>> PostAllAsync(PeykHost host, ApiUser api, Guid person)
    {
        var byEmail = Urgent(ContactCalls.UpdateTo(person));
        byEmail["channels"] = new JsonObject { ["policy"] = "only", ["order"] = new JsonArray("email") };
        byEmail["reference"] = "file of " + Number;
        var ids = new Dictionary<string, string>
        {
            ["delivered by SMS to the contact"] = await api.AcceptedAsync(Urgent(ContactCalls.UpdateTo(person))),
            ["delivered by e-mail to the contact"] = await api.AcceptedAsync(byEmail),
            ["delivered by SMS to the bare number"] = await api.AcceptedAsync(Urgent(ApiUser.StatusUpdate(Mobile, name: Name))),
            ["delivered by e-mail to the bare address"] =
                await api.AcceptedAsync(Urgent(ApiUser.StatusUpdate(email: Email.ToLowerInvariant(), policy: "only"))),
        };
        ids["delivered to ask whether a newsletter is wanted"] = await SubscribeAsync(host, api, person);
        foreach (var id in ids.Values)
            await api.FinalAsync(id);
        ids["cancelled while it waited for its hour"] = await api.AcceptedAsync(Later(ContactCalls.UpdateTo(person)));
        ids["cancelled while it waited for its hour, with a bare number"] = await api.AcceptedAsync(Later(ApiUser.StatusUpdate(Mobile, name: Name)));
        var held = await api.AcceptedAsync(ContactCalls.UpdateTo(person));
        await api.WhenAsync(held, n => (string?)n["status"] == "held");
        ids["cancelled while it was held"] = held;
        return ids;
    }

    private static async Task DeadLetterAsync(PeykHost host)
    {
        var text = Trigger(ApiUser.StatusUpdate("0098 941 123 45 90", name: Name), client: "nobody");
        await host.Get<QueueServiceClient>().GetQueueClient(Queues.Triggers)
            .SendMessageAsync(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)), timeToLive: TimeSpan.FromSeconds(-1));
        await Wait.UntilAsync(
            async () => (await host.Get<DeadLetterStore>().ListAsync(Queues.Triggers, default)).Count == 1, what: "the dead letter");
    }

    /// <summary>One newsletter asked for by the contact's id, one confirmed at the bare address; gives the mail that asks.</summary>
    private static async Task<string> SubscribeAsync(PeykHost host, ApiUser api, Guid person)
    {
        var confirmed = new JsonObject { ["at"] = TimeProvider.System.GetUtcNow().ToString("O"), ["proof"] = $"Form of {Name}" };
        foreach (var (topic, body) in new (string, JsonObject)[]
        {
            ("benefits-news", new() { ["contactId"] = person.ToString("D") }),
            ("pensioners", new() { ["email"] = Email, ["name"] = Name, ["confirmed"] = confirmed }),
        })
        {
            using var answer = await api.Http.PostAsync($"/api/v1/newsletters/{topic}/subscriptions", JsonBody(body));
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        }

        var hash = host.Get<AddressHashes>().Of(Channel.Email, Email, isTest: false);
        return (await host.Get<SubscriptionStore>().FindAsync("benefits-news", isTest: false, hash, default))!.Mail!.Value.ToString("D");
    }

    /// <summary>An issue that the person, who is its only reader, got.</summary>
    private static async Task SendIssueAsync(PeykHost host)
    {
        var desk = new IssueDesk(host.Services);
        var issue = await desk.AddAsync(i => i with { Topic = "pensioners" });
        await host.Get<IssueBatchHints>().WakeAsync(issue.Id, default);
        await Wait.UntilAsync(
            async () => (await desk.FindAsync(issue.Id)).State == IssueState.Sent && (await desk.ProgressAsync(issue.Id)).Delivered == 1,
            TimeSpan.FromMinutes(1),
            "the issue to be delivered");
    }

    /// <summary>All by which the person can be found.</summary>
    private static List<string> Traces(PeykHost host, Guid person)
    {
        var hashes = host.Get<AddressHashes>();
        return
        [
            Mobile, Email, Name, Number, person.ToString(),
            hashes.Of(Channel.Sms, Mobile, isTest: false), hashes.Of(Channel.Email, Email, isTest: false),
            hashes.OfReference(new("test", Number), isTest: false),
        ];
    }

    /// <summary>Somebody whose quiet hours are just now.</summary>
    private static Task<Guid> PersonAsync(ApiUser api)
    {
        var now = TimeProvider.System.GetUtcNow();
        return api.PutContactAsync(new()
        {
            ["mobile"] = Mobile,
            ["email"] = Email,
            ["name"] = Name,
            ["reference"] = Number,
            ["timeZone"] = "Etc/UTC",
            ["quietHours"] = new JsonObject { ["from"] = Hour(now.AddMinutes(-30)), ["to"] = Hour(now.AddMinutes(30)) },
        });
    }

    private static string Hour(DateTimeOffset at) => at.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static JsonObject Urgent(JsonObject update)
    {
        update["urgent"] = true;
        return update;
    }

    private static JsonObject Later(JsonObject update, double minutes = 30)
    {
        update["sendAt"] = TimeProvider.System.GetUtcNow().AddMinutes(minutes).ToString("O");
        return update;
    }

    private static async Task CompleteAsync(ApiUser api, Guid contact)
    {
        var erasure = await api.EraseAsync(contact);
        await Wait.UntilAsync(async () => (string?)(await api.ErasureAsync(erasure))["status"] == "done", TimeSpan.FromMinutes(2), "the erasure");
    }

    private static async Task<string?> StatusAsync(ApiUser api, string id) => (string?)(await api.NotificationAsync(id))["status"];

    private static string Trigger(JsonObject update, string client = "test") =>
        new JsonObject { ["v"] = 1, ["client"] = client, ["kind"] = "status-updates", ["body"] = update }.ToJsonString();

    private static async Task<bool> IsSuppressedAsync(PeykHost host, string email)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", host.Get<IOptions<SendGridOptions>>().Value.ApiKey);
        var answer = await http.GetStringAsync(new Uri(host.Simulator.Url, $"/v3/asm/suppressions/global/{Uri.EscapeDataString(email)}"));
        return JsonNode.Parse(answer)!["recipient_email"] is not null;
    }

    private static StringContent JsonBody(JsonObject body) => new(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

    private Task<PeykHost> StartAsync(params (string Name, string Value)[] others) => StartAsync(_ => { }, others);

    private Task<PeykHost> StartAsync(Action<IServiceCollection> configure, params (string Name, string Value)[] others) => PeykHost.StartAsync(
        azurite.NewAccount(),
        // Few days to look through.
        ShortTimes.Patient(
        [
            ("ErasureSchedule", "* * * * * *"), ("Contacts__ErasureSettling", "00:00:01"), ("Retention__Content", "1.00:00:00"),
            ("Delivery__ReceiptLimit", "01:00:00"), .. others,
        ]),
        configure);
}
